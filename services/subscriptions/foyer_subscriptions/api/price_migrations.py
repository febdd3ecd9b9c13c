"""Moving the subscriptions of a price to another one."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Body, Moment, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work
from pydantic import AwareDatetime

from foyer_subscriptions.api import examples
from foyer_subscriptions.domain.price_migration import PriceMigration
from foyer_subscriptions.storage.price_migrations import PriceMigrations
from foyer_subscriptions.use_cases.migrate_price import migrate_price
from foyer_subscriptions.use_cases.withdraw_price_migration import withdraw_price_migration

router = APIRouter(prefix="/v1/prices/{price_id}/migrations", tags=["prices"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


class PriceMigrationBody(Body):
    """To which price of the same product, from the first renewal at or after `effective_from` on (default: in
    30 days, which is the earliest).
    """

    model_config = showing(examples.PRICE_MIGRATION)

    to: str
    effective_from: AwareDatetime | None = None


class PriceMigrationAnswer(Answer):
    """A migration; `announced` is how many subscriptions were told of it."""

    id: str
    price_id: str
    to_price_id: str
    effective_from: Moment
    state: str
    announced: int
    created_at: Moment

    @classmethod
    def of(cls, migration: PriceMigration) -> "PriceMigrationAnswer":
        return cls(
            id=migration.id,
            price_id=migration.price_id,
            to_price_id=migration.to_price_id,
            effective_from=migration.effective_from,
            state=migration.state,
            announced=migration.announced,
            created_at=migration.created_at,
        )


@router.post("", status_code=201, response_model=PriceMigrationAnswer)
async def create(price_id: str, body: PriceMigrationBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PriceMigrationAnswer:
        migration = await migrate_price(work, price_id, to=body.to, effective_from=body.effective_from)
        return PriceMigrationAnswer.of(migration)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(price_id: str, door: Reader, paging: Paging) -> Page[PriceMigrationAnswer]:
    async with door.reading() as work:
        found = await PriceMigrations(work.session).list_page(
            work.scope, price_id, limit=paging.one_more, after=paging.after
        )
    return paging.page(found, key=lambda migration: migration.id, answer=PriceMigrationAnswer.of)


@router.get("/{migration_id}")
async def read(price_id: str, migration_id: str, door: Reader) -> PriceMigrationAnswer:
    async with door.reading() as work:
        found = await PriceMigrations(work.session).get(work.scope, price_id, migration_id)
        return PriceMigrationAnswer.of(found)


@router.post("/{migration_id}/withdraw", response_model=PriceMigrationAnswer)
async def withdraw(price_id: str, migration_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PriceMigrationAnswer:
        return PriceMigrationAnswer.of(await withdraw_price_migration(work, price_id, migration_id))

    return await door.once(effect)
