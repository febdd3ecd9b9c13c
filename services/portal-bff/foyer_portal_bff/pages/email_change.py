"""Changing a customer's email: the new address, a fresh code, and the link that proves the address."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.email_change import begin_email_change
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.sign_in import CodeNotValid, Purpose
from foyer_portal_bff.pages.desk import AsVisitor, AtDesk, Desk
from foyer_portal_bff.use_cases.confirm_email_change import confirm_email_change
from foyer_portal_bff.views.email_change import EmailChangePage, EmailLinkPage
from foyer_portal_bff.views.flashes import EMAIL_LINK_SENT
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.sign_in import check_address, check_code, must_wait, typed_code

router = APIRouter(include_in_schema=False)

ADDRESS = "/details/email"


@router.get(ADDRESS)
async def ask_address(desk: AtDesk) -> Response:
    """The form for the new address."""
    must(desk.who, "invoicing:write")
    return await _show(desk)


@router.post(ADDRESS)
async def give_address(desk: AtDesk, later: BackgroundTasks, email: Annotated[str, Form()] = "") -> Response:
    """Mail a code to the login's own address, and ask for it."""
    must(desk.who, "invoicing:write")
    email = email.strip()
    problems = check_address(email, desk.reader)
    if problems:
        return await _show(desk, email, problems=problems, status=422)
    try:
        await send_code(desk.portal, desk.who, Purpose.CHANGE_EMAIL, later)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
    return await _show(desk, email, asks_code=True, problems=problems, status=429 if problems else 200)


@router.post(f"{ADDRESS}/code")
async def give_code(
    desk: AtDesk, email: Annotated[str, Form()] = "", code: Annotated[str, Form()] = ""
) -> Response:
    """Mail the link, or ask for the code again."""
    must(desk.who, "invoicing:write")
    email, digits = email.strip(), typed_code(code)
    problems = check_address(email, desk.reader) or check_code(digits, desk.reader)
    if not problems:
        try:
            await begin_email_change(desk.portal, desk.who, email, digits, language=desk.reader.language.code)
            return desk.see_other("/details", flash=EMAIL_LINK_SENT)
        except CodeNotValid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
    return await _show(desk, email, asks_code=True, problems=problems, status=422)


@router.get("/email-change")
async def link(desk: AsVisitor, token: str = "") -> Response:
    """A button: programs that look into mails open links, and must not use them up."""
    return desk.show("email_change_link.html", EmailLinkPage(token))


@router.post("/email-change")
async def use_link(desk: AsVisitor, token: Annotated[str, Form()] = "") -> Response:
    """Change the email, or say why not."""
    try:
        email = await confirm_email_change(
            desk.portal.database,
            desk.portal.services.invoicing,
            desk.visitor.business,
            token,
            desk.visitor.request,
        )
    except FoyerError as refusal:
        if refusal.kind is Kind.UNAVAILABLE:
            raise
        page = EmailLinkPage("", problem=problem(refusal, desk.reader).text)
        return desk.show("email_change_link.html", page, status=status_of(refusal))
    return desk.show("email_change_link.html", EmailLinkPage("", changed_to=email))


async def _show(
    desk: Desk, email: str = "", *, asks_code: bool = False, problems: Problems = NONE, status: int = 200
) -> Response:
    profile = await desk.portal.services.invoicing.profile(desk.caller)
    page = EmailChangePage(
        current=profile.email,
        email=email,
        sent_to=desk.who.login.email if asks_code else "",
        problems=problems,
    )
    return await desk.show("email_change.html", page, status=status)
