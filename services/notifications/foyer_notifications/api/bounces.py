"""Mails that came back: what a business's mail server reports, and the addresses that take none."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_notifications.domain.bounces import BouncedAddress
from foyer_notifications.domain.message import State
from foyer_notifications.gateways.bounce_reports import read_bounce
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.use_cases.record_bounce import record_bounce

router = APIRouter(prefix="/v1/bounces")

_A_REPORT = {
    "requestBody": {
        "required": True,
        "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class BounceAnswer(Answer):
    """What the report was about, and what it changed."""

    message_id: str
    state: State
    address_marked: bool


class BouncedAddressAnswer(Answer):
    """An address that nothing is sent to; `message_id` is what came back from it."""

    object: Literal["bounced_address"] = "bounced_address"
    id: str
    address: str
    message_id: str
    reason: str
    bounced_at: datetime


@router.post("", response_model=BounceAnswer, openapi_extra=_A_REPORT)
async def take_bounce(
    request: Request, door: Annotated[Door, Depends(business_door("notifications:write"))]
) -> Response:
    """The mail in which a mail server says that one of ours did not arrive, as it came."""
    raw = await request.body()

    async def effect(work: Work) -> BounceAnswer:
        recorded = await record_bounce(work, read_bounce(raw))
        return BounceAnswer(
            message_id=recorded.message.id, state=recorded.message.state, address_marked=recorded.marked
        )

    return await door.once(effect)


@router.get("")
async def list_bounced_addresses(
    door: Annotated[Door, Depends(business_door("notifications:read"))], paging: Paging
) -> Page[BouncedAddressAnswer]:
    """The addresses that nothing is sent to, the newest first."""
    async with door.reading() as work:
        found = await BouncedAddresses(work.session).list_page(
            work.scope, before=paging.after, limit=paging.one_more
        )
    return paging.page(found, key=lambda bounced: bounced.id, answer=_answer)


@router.delete("/{bounced_id}", response_model=BouncedAddressAnswer)
async def take_mark_away(
    bounced_id: Annotated[str, Path(max_length=64)],
    door: Annotated[Door, Depends(business_door("notifications:write"))],
) -> Response:
    """Send to it again."""

    async def effect(work: Work) -> BouncedAddressAnswer:
        return _answer(await BouncedAddresses(work.session).remove(work.scope, bounced_id))

    return await door.once(effect)


def _answer(bounced: BouncedAddress) -> BouncedAddressAnswer:
    return BouncedAddressAnswer(
        id=bounced.id,
        address=bounced.address,
        message_id=bounced.message_id,
        reason=bounced.reason,
        bounced_at=bounced.bounced_at,
    )
