"""`/api/announcements`: what the business announces to the customer, read and dismissed by a login."""

from typing import Annotated

from fastapi import APIRouter, Depends

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.notifications import Announcement
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/announcements")
Reader = Annotated[SignedIn, Depends(signed_in_with("notifications:read"))]


@router.get("")
async def get_announcements(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[Announcement]:
    """What is shown now, newest first; `text` is Markdown."""
    return await portal.services.notifications.announcements(customer_caller(who), limit=limit, cursor=cursor)


@router.post("/{announcement_id}/read")
async def post_read(announcement_id: PathId, who: Reader, portal: PortalHere, key: RepeatKey) -> Announcement:
    """Say that this login has read it."""
    return await mark_announcement(portal, who, announcement_id, "read", key=key)


@router.post("/{announcement_id}/dismiss")
async def post_dismissal(
    announcement_id: PathId, who: Reader, portal: PortalHere, key: RepeatKey
) -> Announcement:
    """Take it off this login's home."""
    return await mark_announcement(portal, who, announcement_id, "dismiss", key=key)


async def mark_announcement(
    portal: Portal, who: SignedIn, announcement_id: str, what: str, *, key: str | None = None
) -> Announcement:
    """`what` is `read` or `dismiss`. Raises what notifications refuses."""
    return await carry_out_command(
        portal.database,
        who,
        action=f"{what}_announcement",
        target=announcement_id,
        owner="notifications",
        call=portal.services.notifications.mark_announcement(
            customer_caller(who), announcement_id, what, idempotency_key=key
        ),
    )
