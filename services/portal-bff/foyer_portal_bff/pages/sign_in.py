"""Signing in by code or link, and out."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, BackgroundTasks, Form, Response
from fastapi.responses import RedirectResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.cookies import SESSION, VISITOR, cookie_name, forget_cookie, set_cookie
from foyer_portal_bff.api.sign_in import (
    begin_sign_in,
    end_session,
    finish_with_code,
    finish_with_link,
    give_session,
)
from foyer_portal_bff.domain.sign_in import REPEAT_WITHIN, CodeNotValid, LinkNotValid
from foyer_portal_bff.pages.desk import AsVisitor, AtDesk, VisitorDesk
from foyer_portal_bff.pages.refused import saying_when
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.views.refusals import Problems, problem
from foyer_portal_bff.views.sign_in import (
    LinkPage,
    SignInPage,
    Step,
    check_address,
    check_code,
    must_wait,
    safe_next,
    typed_code,
)

router = APIRouter(include_in_schema=False)

STEP = "foyer_sign_in"
"""The cookie that remembers, between the two forms, the address and where to go after."""


@router.get("/sign-in")
async def sign_in(desk: AsVisitor, next: str = "/") -> Response:  # noqa: A002  The name in the address.
    """The form for the address, or that for the password where no mails are sent."""
    if not desk.opens("/sign-in/code") and desk.opens("/sign-in/password"):
        return RedirectResponse(f"/sign-in/password?{urlencode({'next': safe_next(next)})}", 303)
    return desk.show("sign_in.html", SignInPage("", safe_next(next), sent=False))


@router.post("/sign-in")
async def ask_for_code(
    desk: AsVisitor,
    later: BackgroundTasks,
    email: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002  As above.
) -> Response:
    """Send a mail if the address is known; the answer is the same if not."""
    step = Step(email.strip(), safe_next(next))
    problems = check_address(step.email, desk.reader)
    if problems:
        page = SignInPage(step.email, step.next, sent=False, problems=problems)
        return desk.show("sign_in.html", page, status=422)
    answer: Response
    try:
        await begin_sign_in(desk.portal, desk.visitor.business, step.email, desk.visitor.request, later)
        answer = RedirectResponse("/sign-in/code", 303)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        page = SignInPage(step.email, step.next, sent=True, problems=problems)
        answer = saying_when(desk.show("sign_in.html", page, status=429), refusal)
    set_cookie(desk.request, answer, STEP, step.as_text())
    return answer


@router.get("/sign-in/code")
async def ask_code(desk: AsVisitor) -> Response:
    """The form for the code."""
    step = _step(desk)
    if step is None:
        return RedirectResponse("/sign-in", 303)
    return desk.show("sign_in.html", SignInPage(step.email, step.next, sent=True))


@router.post("/sign-in/code")
async def give_code(
    desk: AsVisitor,
    email: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002  As above.
) -> Response:
    """Sign in, or show the form for the code again."""
    email, onward, digits = email.strip(), safe_next(next), typed_code(code)
    problems = check_address(email, desk.reader) or check_code(digits, desk.reader)
    if not problems:
        try:
            opened = await finish_with_code(
                desk.portal,
                desk.visitor.business,
                email,
                digits,
                desk.visitor.request,
                visitor=desk.visitor.secret,
            )
            return let_in(desk, opened, onward)
        except CodeNotValid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
    page = SignInPage(email, onward, sent=True, problems=problems)
    return desk.show("sign_in.html", page, status=422)


@router.get("/sign-in/link")
async def link(desk: AsVisitor, token: str = "") -> Response:
    """A button: programs that look into mails open links, and must not use them up."""
    step = _step(desk)
    return desk.show("sign_in_link.html", LinkPage(token, step.next if step else "/"))


@router.post("/sign-in/link")
async def use_link(
    desk: AsVisitor,
    token: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002  As above.
) -> Response:
    """Sign in, or offer a new mail."""
    try:
        opened = await finish_with_link(
            desk.portal, desk.visitor.business, token, desk.visitor.request, visitor=desk.visitor.secret
        )
    except LinkNotValid as refusal:
        page = LinkPage("", problem=problem(refusal, desk.reader).text)
        return desk.show("sign_in_link.html", page, status=422)
    return let_in(desk, opened, safe_next(next))


@router.post("/sign-out")
async def sign_out(desk: AtDesk) -> Response:
    """End the session."""
    await end_session(desk.portal, desk.who)
    answer = RedirectResponse("/sign-in", 303)
    forget_cookie(desk.request, answer, SESSION)
    return answer


def _step(desk: VisitorDesk) -> Step | None:
    return Step.from_text(desk.request.cookies.get(cookie_name(desk.request, STEP), ""))


def let_in(desk: VisitorDesk, opened: OpenedSession, onward: str) -> Response:
    """On to where they wanted to go, in a new session. Who was a visitor is another one the next time; the
    cookie of before is good for a second click.
    """
    answer = RedirectResponse(onward, 303)
    give_session(desk.request, answer, opened)
    set_cookie(desk.request, answer, VISITOR, desk.visitor.secret, expires=real_now() + REPEAT_WITHIN)
    forget_cookie(desk.request, answer, STEP)
    return answer
