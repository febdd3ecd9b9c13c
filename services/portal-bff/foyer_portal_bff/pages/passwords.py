"""Signing in with a password, and another one by a mailed link."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.errors import Invalid
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.passwords import begin_reset, finish_reset, finish_with_password
from foyer_portal_bff.domain.password import PasswordNotValid
from foyer_portal_bff.domain.sign_in import LinkNotValid
from foyer_portal_bff.pages.desk import AsVisitor
from foyer_portal_bff.pages.refused import saying_when
from foyer_portal_bff.pages.sign_in import let_in
from foyer_portal_bff.views.passwords import ForgottenPage, PasswordPage, ResetPage
from foyer_portal_bff.views.refusals import Problems, problem
from foyer_portal_bff.views.sign_in import check_address, must_wait, safe_next

router = APIRouter(include_in_schema=False)

ADDRESS = "/sign-in/password"
PASSWORD = {"password": "password"}


@router.get(ADDRESS)
async def ask(desk: AsVisitor, next: str = "/") -> Response:  # noqa: A002  The name in the address.
    """The form."""
    return desk.show("sign_in_password.html", PasswordPage("", safe_next(next)))


@router.post(ADDRESS)
async def give(
    desk: AsVisitor,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002  As above.
) -> Response:
    """Sign in, or show the form again."""
    email, onward, status = email.strip(), safe_next(next), 422
    problems = check_address(email, desk.reader)
    if not problems:
        try:
            opened = await finish_with_password(
                desk.portal, desk.visitor.business, email, password, desk.visitor.request
            )
            return let_in(desk, opened, onward)
        except PasswordNotValid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields=PASSWORD),))
        except TooManyRequests as refusal:
            page = PasswordPage(email, onward, Problems((problem(refusal, desk.reader),)))
            return saying_when(desk.show("sign_in_password.html", page, status=429), refusal)
    return desk.show("sign_in_password.html", PasswordPage(email, onward, problems), status=status)


@router.get(f"{ADDRESS}/forgotten")
async def ask_address(desk: AsVisitor) -> Response:
    """The form for the address."""
    return desk.show("forgotten_password.html", ForgottenPage(""))


@router.post(f"{ADDRESS}/forgotten")
async def send_link(desk: AsVisitor, later: BackgroundTasks, email: Annotated[str, Form()] = "") -> Response:
    """Send a mail if the address is known; the answer is the same if not."""
    email = email.strip()
    problems = check_address(email, desk.reader)
    if problems:
        page = ForgottenPage(email, problems=problems)
        return desk.show("forgotten_password.html", page, status=422)
    try:
        await begin_reset(desk.portal, desk.visitor.business, email, desk.visitor.request, later)
    except TooManyRequests as refusal:
        page = ForgottenPage(email, problems=must_wait(refusal.retry_after, desk.reader))
        return saying_when(desk.show("forgotten_password.html", page, status=429), refusal)
    return desk.show("forgotten_password.html", ForgottenPage(email, sent=True))


@router.get(f"{ADDRESS}/reset")
async def link(desk: AsVisitor, token: str = "") -> Response:
    """The form for the new password: looking at it uses nothing up."""
    return desk.show("reset_password.html", ResetPage(token))


@router.post(f"{ADDRESS}/reset")
async def use_link(
    desk: AsVisitor,
    later: BackgroundTasks,
    token: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Change it and sign in, or show the form again."""
    try:
        opened = await finish_reset(
            desk.portal,
            desk.visitor.business,
            token,
            password,
            desk.visitor.request,
            later,
            language=desk.reader.language.code,
        )
    except LinkNotValid as refusal:
        page = ResetPage("", refused=problem(refusal, desk.reader).text)
    except Invalid as refusal:
        page = ResetPage(token, Problems((problem(refusal, desk.reader, fields=PASSWORD),)))
    else:
        return let_in(desk, opened, "/")
    return desk.show("reset_password.html", page, status=422)
