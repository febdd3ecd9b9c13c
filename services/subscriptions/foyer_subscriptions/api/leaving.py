"""What a customer takes along, and what has to end before the account can be closed."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Answer

from foyer_subscriptions.api.answers import OwnSubscriptionAnswer
from foyer_subscriptions.api.customer import own_answer
from foyer_subscriptions.api.entitlement_answers import GrantAnswer
from foyer_subscriptions.domain.grant import Source
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.show_grants import show_grants

MOST = 10_000
"""Far more than anybody has."""
SHOWN = 20

router = APIRouter(prefix="/customer", tags=["customer"])
Reader = Annotated[Door, Depends(customer_door("subscriptions:read"))]


class LiveSubscriptionAnswer(Answer):
    """One that goes on."""

    id: str
    name: str


class BlockerAnswer(Answer):
    """One thing that is in the way of closing the account."""

    code: str
    subscriptions: list[LiveSubscriptionAnswer]


class BlockersAnswer(Answer):
    """All that is in the way; nothing is when it is empty."""

    blockers: list[BlockerAnswer]


class ExportAnswer(Answer):
    """All that subscriptions knows of a customer, the newest first."""

    subscriptions: list[OwnSubscriptionAnswer]
    entitlements: list[GrantAnswer]


@router.get("/export")
async def export(door: Reader) -> ExportAnswer:
    async with door.reading() as work:
        subscriptions = await Subscriptions(work.session).list_page(work.scope, limit=MOST)
        grants = await Grants(work.session).list_page(work.scope, Source(), limit=MOST)
        return ExportAnswer(
            subscriptions=[own_answer(door, own) for own in await offer_actions(work, subscriptions)],
            entitlements=[GrantAnswer.of(shown) for shown in await show_grants(work, grants)],
        )


@router.get("/closing-blockers")
async def closing_blockers(door: Reader) -> BlockersAnswer:
    async with door.reading() as work:
        live = await Subscriptions(work.session).list_not_ended(work.scope, limit=SHOWN)
    named = [LiveSubscriptionAnswer(id=one.id, name=one.name) for one in live]
    return BlockersAnswer(
        blockers=[BlockerAnswer(code="live_subscriptions", subscriptions=named)] if named else []
    )
