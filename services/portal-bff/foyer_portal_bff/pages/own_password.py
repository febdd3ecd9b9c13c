"""Setting one's password: a fresh code, and the password."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.errors import Invalid
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.passwords import set_own_password
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.security import ADDRESS as SECURITY
from foyer_portal_bff.views.flashes import PASSWORD_SET
from foyer_portal_bff.views.passwords import OwnPasswordPage
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.sign_in import check_code, must_wait, typed_code

router = APIRouter(include_in_schema=False)

ADDRESS = "/settings/password"


@router.get(ADDRESS)
async def ask(desk: AtDesk) -> Response:
    """What happens, and a button for the code."""
    return await _show(desk)


@router.post(ADDRESS)
async def confirm(desk: AtDesk, later: BackgroundTasks) -> Response:
    """Mail a code to the login's own address, and ask for it and the password."""
    try:
        await send_code(desk.portal, desk.who, Purpose.PASSWORD, later)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        return await _show(desk, asks_code=True, problems=problems, status=429)
    return await _show(desk, asks_code=True)


@router.post(f"{ADDRESS}/code")
async def give_code(
    desk: AtDesk,
    later: BackgroundTasks,
    code: Annotated[str, Form()] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Set it, or ask again."""
    digits = typed_code(code)
    problems = check_code(digits, desk.reader)
    if not problems:
        try:
            await set_own_password(
                desk.portal, desk.who, password, digits, later, language=desk.reader.language.code
            )
            return desk.see_other(SECURITY, flash=PASSWORD_SET)
        except Invalid as refusal:
            fields = {"code": "code", "password": "password"}
            problems = Problems((problem(refusal, desk.reader, fields=fields),))
    kept = "" if problems.of("code") else code
    return await _show(desk, asks_code=True, problems=problems, code=kept, status=422)


async def _show(
    desk: Desk, *, asks_code: bool = False, problems: Problems = NONE, code: str = "", status: int = 200
) -> Response:
    page = OwnPasswordPage(desk.who.login.email if asks_code else "", problems, code)
    return await desk.show("own_password.html", page, status=status)
