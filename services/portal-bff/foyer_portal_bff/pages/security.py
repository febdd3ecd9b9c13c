"""How a login signs in, where it is signed in, and signing out there."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.sessions import end_one, end_others
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.use_cases.read_security import read_security
from foyer_portal_bff.views.flashes import SIGNED_OUT_ELSEWHERE, SIGNED_OUT_THERE
from foyer_portal_bff.views.security import security_page

router = APIRouter(include_in_schema=False)

ADDRESS = "/settings/security"


@router.get(ADDRESS)
async def security(desk: AtDesk) -> Response:
    """The ways to sign in, and the devices, this one first."""
    found = await read_security(desk.portal.database, desk.who)
    return await desk.show("security.html", security_page(found, desk.who, desk.reader))


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
