"""Where a login is signed in, and signing out there."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.sessions import end_one, end_others
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.use_cases.list_sessions import list_sessions
from foyer_portal_bff.views.flashes import SIGNED_OUT_ELSEWHERE, SIGNED_OUT_THERE
from foyer_portal_bff.views.security import security_page

router = APIRouter(include_in_schema=False)

ADDRESS = "/settings/security"


@router.get(ADDRESS)
async def security(desk: AtDesk) -> Response:
    """The devices, this one first."""
    sessions = await list_sessions(desk.portal.database, desk.who)
    return await desk.show("security.html", security_page(sessions, desk.who, desk.reader))


@router.post(f"{ADDRESS}/sessions/{{session_id}}/sign-out")
async def sign_out_there(desk: AtDesk, session_id: PathId) -> Response:
    """End one of them."""
    await end_one(desk.portal, desk.who, session_id)
    return desk.see_other(ADDRESS, flash=SIGNED_OUT_THERE)


@router.post(f"{ADDRESS}/sign-out-elsewhere")
async def sign_out_elsewhere(desk: AtDesk) -> Response:
    """End all but this one."""
    await end_others(desk.portal, desk.who)
    return desk.see_other(ADDRESS, flash=SIGNED_OUT_ELSEWHERE)
