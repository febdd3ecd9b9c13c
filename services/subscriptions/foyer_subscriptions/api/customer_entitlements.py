"""What a customer holds: downloads, license keys and links; only the portal calls these doors."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.files.links import LIFETIME, FileLink, FileLinks
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.http.parts import part
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.entitlement_answers import GrantAnswer, LinkAnswer
from foyer_subscriptions.domain.grant import Source
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.use_cases.find_download import find_download
from foyer_subscriptions.use_cases.free_device import free_device
from foyer_subscriptions.use_cases.show_grants import show_grants

Reader = Annotated[Door, Depends(customer_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(customer_door("subscriptions:write"))]
Links = Annotated[FileLinks, Depends(part(FileLinks))]
Named = Annotated[str | None, Query(max_length=100)]


router = APIRouter(prefix="/customer/entitlements", tags=["customer"])


@router.get("")
async def list_own(
    door: Reader, paging: Paging, subscription_id: Named = None, order_id: Named = None
) -> Page[GrantAnswer]:
    async with door.reading() as work:
        found = await Grants(work.session).list_page(
            work.scope,
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


@router.post("/{grant_id}/download")
async def link(grant_id: str, door: Reader, links: Links) -> LinkAnswer:
    async with door.reading() as work:
        await find_download(work, grant_id)
    expires_at = real_now() + LIFETIME
    signed = links.sign(
        FileLink(grant_id, door.caller.business_id, door.caller.customer_id or "", door.caller.actor)
    )
    return LinkAnswer(url=f"/files/{signed}", expires_at=expires_at)


@router.delete("/{grant_id}/activations/{activation_id}", response_model=GrantAnswer)
async def free(grant_id: str, activation_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> GrantAnswer:
        (shown,) = await show_grants(work, [await free_device(work, grant_id, activation_id)])
        return GrantAnswer.of(shown)

    return await door.once(effect)
