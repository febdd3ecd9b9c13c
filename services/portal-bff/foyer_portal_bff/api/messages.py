"""`/api/messages`: what was mailed to the customer, what became of it, and the copies."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from foyer_portal_bff.api.fields import Cursor, Limit, PathId
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.notifications import Message, MessageCopy
from foyer_portal_bff.gateways.models.tolerant import PageOf

router = APIRouter(prefix="/messages")
Reader = Annotated[SignedIn, Depends(signed_in_with("notifications:read"))]


@router.get("")
async def get_messages(
    who: Reader,
    portal: PortalHere,
    category: str | None = None,
    delivery: Literal["sent", "under_way", "not_sent"] | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> PageOf[Message]:
    """The messages, newest first, all or of a category, all or those that were delivered like this."""
    asked = {"category": category, "delivery": delivery}
    return await portal.services.notifications.messages(
        customer_caller(who),
        {name: value for name, value in asked.items() if value},
        limit=limit,
        cursor=cursor,
    )


@router.get("/{message_id}")
async def get_message(message_id: PathId, who: Reader, portal: PortalHere) -> MessageCopy:
    """One of them, as it was written."""
    return await portal.services.notifications.message(customer_caller(who), message_id)
