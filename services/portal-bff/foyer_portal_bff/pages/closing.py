"""Closing the account: what that means, a fresh code, and the end."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from fastapi.responses import RedirectResponse
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.closing import ask_code, close, must_own
from foyer_portal_bff.api.cookies import SESSION, forget_cookie
from foyer_portal_bff.domain.closing import ClosingBlocked
from foyer_portal_bff.domain.sign_in import CodeNotValid
from foyer_portal_bff.pages.desk import AsVisitor, AtDesk, Desk
from foyer_portal_bff.use_cases.look_before_closing import look_before_closing
from foyer_portal_bff.views.closing import closing_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.sign_in import check_code, must_wait, typed_code

router = APIRouter(include_in_schema=False)

ADDRESS = "/details/close"


@router.get(ADDRESS)
async def ask(desk: AtDesk) -> Response:
    """What goes, what stays, and what is in the way."""
    must_own(desk.who)
    return await _show(desk)


@router.post(ADDRESS)
async def confirm(desk: AtDesk, later: BackgroundTasks) -> Response:
    """Mail a code to the login's own address, and ask for it."""
    must_own(desk.who)
    try:
        await ask_code(desk.portal, desk.who, later)
    except ClosingBlocked:
        return await _show(desk, status=409)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        return await _show(desk, asks_code=True, problems=problems, status=429)
    return await _show(desk, asks_code=True)


@router.post(f"{ADDRESS}/code")
async def give_code(desk: AtDesk, later: BackgroundTasks, code: Annotated[str, Form()] = "") -> Response:
    """Close it, or ask for the code again."""
    must_own(desk.who)
    digits = typed_code(code)
    problems = check_code(digits, desk.reader)
    if not problems:
        try:
            await close(desk.portal, desk.who, digits, later, language=desk.reader.language.code)
        except ClosingBlocked:
            return await _show(desk, status=409)
        except CodeNotValid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
        else:
            answer = RedirectResponse("/closed", 303)
            forget_cookie(desk.request, answer, SESSION)
            return answer
    return await _show(desk, asks_code=True, problems=problems, status=422)


@router.get("/closed")
async def closed(desk: AsVisitor) -> Response:
    """What somebody sees who has no account any more."""
    return desk.show("closed.html", None)


async def _show(
    desk: Desk, *, asks_code: bool = False, problems: Problems = NONE, status: int = 200
) -> Response:
    leaving = await look_before_closing(desk.portal.services, desk.who)
    sent_to = desk.who.login.email if asks_code and not leaving.blockers else ""
    page = closing_page(leaving, desk.reader, sent_to=sent_to, problems=problems)
    return await desk.show("closing.html", page, status=status)
