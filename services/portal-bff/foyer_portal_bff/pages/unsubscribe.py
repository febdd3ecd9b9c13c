"""The page of the link in optional mail: switch such mails off, without signing in (RFC 8058)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.basics.origin import Actor
from foyer_shared.http.callers import Caller, Surface
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.portal import PortalHere, mark_of
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.pages.desk import reader_of, rendered
from foyer_portal_bff.views.preferences import UnsubscribePage, category_title
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import problem
from foyer_portal_bff.views.shell import visitor_shell

router = APIRouter(include_in_schema=False)

Token = Annotated[str, Query(max_length=1_000)]


async def _reader(request: Request, business: BusinessHere) -> Reader:
    return reader_of(request, business)


ReaderHere = Annotated[Reader, Depends(_reader)]


@router.get("/unsubscribe")
async def ask(
    request: Request, business: BusinessHere, portal: PortalHere, reader: ReaderHere, token: Token = ""
) -> Response:
    """A button: programs that look into mails open links, and switch nothing."""
    try:
        link = await portal.services.notifications.unsubscribe_link(_caller(business, request), token)
    except FoyerError as refusal:
        return _refused(request, business, reader, refusal)
    page = UnsubscribePage(token, category_title(link.category, reader))
    return _show(request, business, reader, page)


@router.post("/unsubscribe")
async def do(
    request: Request,
    business: BusinessHere,
    portal: PortalHere,
    reader: ReaderHere,
    token: Token = "",
    on: Annotated[str, Form()] = "",
) -> Response:
    """Mail programs send this form by themselves, so it is bound to no browser: the link is the credential,
    and what it can do is no more than this.
    """
    to = on == "yes"
    try:
        link = await portal.services.notifications.unsubscribe(_caller(business, request), token, on=to)
    except FoyerError as refusal:
        return _refused(request, business, reader, refusal)
    page = UnsubscribePage(token, category_title(link.category, reader), done="on" if to else "off")
    return _show(request, business, reader, page)


def _refused(request: Request, business: Business, reader: Reader, refusal: FoyerError) -> Response:
    if refusal.kind is Kind.UNAVAILABLE:
        raise refusal
    page = UnsubscribePage("", problem=problem(refusal, reader).text)
    return _show(request, business, reader, page, status=status_of(refusal))


def _show(
    request: Request, business: Business, reader: Reader, page: UnsubscribePage, *, status: int = 200
) -> Response:
    shell = visitor_shell(business, reader, path=request.url.path, nonce=request.state.nonce, csrf_token="")
    return rendered(request, reader, "unsubscribe.html", shell, page, status=status)


def _caller(business: Business, request: Request) -> Caller:
    return Caller(
        business_id=business.id,
        customer_id=None,
        actor=Actor.system("unsubscribe-link"),
        surface=Surface.INTERNAL,
        scopes=frozenset({"notifications:write"}),
        now=business.moved_now(real_now()),
        request_id=mark_of(request).id,
    )
