"""Registering: the form, the mailed link, and the account that it opens."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.countries import UnknownCountry
from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.registration import begin, finish
from foyer_portal_bff.pages.desk import AsVisitor
from foyer_portal_bff.pages.refused import saying_when
from foyer_portal_bff.pages.sign_in import let_in
from foyer_portal_bff.views.refusals import Problems, problem
from foyer_portal_bff.views.registration import Applicant, RegisterLinkPage, check_applicant, register_page

router = APIRouter(include_in_schema=False)

ADDRESS = "/register"
TEMPLATE = "register.html"


@router.get(ADDRESS)
async def ask(desk: AsVisitor) -> Response:
    """The form."""
    applicant = Applicant("", "", desk.visitor.business.country)
    return desk.show(TEMPLATE, register_page(applicant, desk.reader))


@router.post(ADDRESS)
async def send_link(
    desk: AsVisitor,
    later: BackgroundTasks,
    email: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    country: Annotated[str, Form()] = "",
) -> Response:
    """Send a mail, whoever has the address."""
    applicant = Applicant(email.strip(), name.strip(), country)
    problems = check_applicant(applicant, desk.reader)
    if not problems:
        try:
            await begin(
                desk.portal,
                desk.visitor.business,
                desk.visitor.request,
                later,
                email=applicant.email,
                name=applicant.name,
                country=applicant.country or None,
                language=desk.reader.language.code,
            )
            return desk.show(TEMPLATE, register_page(applicant, desk.reader, sent=True))
        except UnknownCountry as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"country": "country"}),))
        except TooManyRequests as refusal:
            page = register_page(applicant, desk.reader, problems=Problems((problem(refusal, desk.reader),)))
            return saying_when(desk.show(TEMPLATE, page, status=429), refusal)
    return desk.show(TEMPLATE, register_page(applicant, desk.reader, problems=problems), status=422)


@router.get(f"{ADDRESS}/link")
async def link(desk: AsVisitor, token: str = "") -> Response:
    """A button: programs that look into mails open links, and must not use them up."""
    return desk.show("register_link.html", RegisterLinkPage(token))


@router.post(f"{ADDRESS}/link")
async def use_link(desk: AsVisitor, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Open the account and sign in, or say why not."""
    try:
        opened = await finish(desk.portal, desk.visitor.business, token, desk.visitor.request)
    except (Invalid, Conflict) as refusal:
        page = RegisterLinkPage("", problem(refusal, desk.reader).text)
        return desk.show("register_link.html", page, status=status_of(refusal))
    return let_in(desk, opened, "/")
