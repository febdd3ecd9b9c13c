"""What the business's customers hold, and taking it from them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from foyer_shared.basics.origin import Scope
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.entitlement_answers import GrantAnswer
from foyer_subscriptions.domain.grant import Source
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.use_cases.revoke_grant import revoke_grant
from foyer_subscriptions.use_cases.show_grants import show_grants

router = APIRouter(prefix="/v1/entitlements", tags=["entitlements"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]
Named = Annotated[str | None, Query(max_length=100)]


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    customer_id: Named = None,
    subscription_id: Named = None,
    order_id: Named = None,
) -> Page[GrantAnswer]:
    async with door.reading() as work:
        found = await Grants(work.session).list_page(
            Scope(work.scope.business_id, customer_id),
            Source(subscription_id=subscription_id, order_id=order_id),
            limit=paging.one_more,
            after=paging.after,
        )
        shown = await show_grants(work, found)
    return paging.page(shown, key=lambda one: one.grant.id, answer=GrantAnswer.of)


@router.get("/{grant_id}")
async def read(grant_id: str, door: Reader) -> GrantAnswer:
    async with door.reading() as work:
        (shown,) = await show_grants(work, [await Grants(work.session).get(work.scope, grant_id)])
        return GrantAnswer.of(shown)


@router.post("/{grant_id}/revoke", response_model=GrantAnswer)
async def revoke(grant_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> GrantAnswer:
        (shown,) = await show_grants(work, [await revoke_grant(work, grant_id)])
        return GrantAnswer.of(shown)

    return await door.once(effect)
