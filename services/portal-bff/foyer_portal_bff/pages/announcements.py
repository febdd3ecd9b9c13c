"""The buttons of announcements, on home and in the message centre."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.announcements import mark_announcement
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.views.flashes import ANNOUNCEMENT_DISMISSED
from foyer_portal_bff.views.messages import ADDRESS

router = APIRouter(prefix="/announcements/{announcement_id}", include_in_schema=False)


@router.post("/read")
async def read(desk: AtDesk, announcement_id: PathId) -> Response:
    """Say that it is read."""
    must(desk.who, "notifications:read")
    await mark_announcement(desk.portal, desk.who, announcement_id, "read")
    return desk.see_other(ADDRESS)


@router.post("/dismiss")
async def dismiss(desk: AtDesk, announcement_id: PathId) -> Response:
    """Take it off home."""
    must(desk.who, "notifications:read")
    await mark_announcement(desk.portal, desk.who, announcement_id, "dismiss")
    return desk.see_other("/", flash=ANNOUNCEMENT_DISMISSED)
