"""Somebody who is not signed in yet: which business they came to, and the token of their forms."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from foyer_portal_bff.api.cookies import VISITOR, set_cookie, visitor_cookie
from foyer_portal_bff.api.csrf import check_form_token
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.domain.business import Business, host_name
from foyer_portal_bff.domain.portal_configuration import PortalConfiguration
from foyer_portal_bff.domain.session import form_token, new_token
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.domain.switched_doors import NOT_THERE, SwitchedOff, is_open
from foyer_portal_bff.use_cases.find_business import Visited, find_business


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser without a session. `secret` is what its cookie must hold for `csrf_token` to be taken."""

    business: Business
    configuration: PortalConfiguration
    secret: str
    csrf_token: str
    request: RequestMark


async def find_visited(request: Request, portal: Portal) -> Visited:
    """The business whose host was asked, else the installation's only one, and what it shows there."""
    return await find_business(portal.database, host=host_name(request.headers.get("host", "")))


async def visited(request: Request, portal: PortalHere) -> Visited:
    """The same, for a door; raises `SwitchedOff` for what is switched off there."""
    found = await find_visited(request, portal)
    if not is_open(request.method, request.url.path, found.configuration.closed):
        raise SwitchedOff(NOT_THERE)
    return found


VisitedHere = Annotated[Visited, Depends(visited)]


async def business_here(found: VisitedHere) -> Business:
    """That business alone."""
    return found.business


async def configuration_here(found: VisitedHere) -> PortalConfiguration:
    """What it shows whoever comes there and is not signed in."""
    return found.configuration


ConfigurationHere = Annotated[PortalConfiguration, Depends(configuration_here)]
BusinessHere = Annotated[Business, Depends(business_here)]


async def visitor(request: Request, found: VisitedHere) -> Visitor:
    """For pages without sign-in. A form that comes in is checked against the cookie first (double submit)."""
    secret = visitor_cookie(request)
    await check_form_token(request, secret)
    secret = secret or new_token()
    return Visitor(found.business, found.configuration, secret, form_token(secret), mark_of(request))


VisitorHere = Annotated[Visitor, Depends(visitor)]


def remember_visitor(request: Request, response: Response, who: Visitor) -> None:
    """Give the browser the cookie that its next form is checked against."""
    if visitor_cookie(request) != who.secret:
        set_cookie(request, response, VISITOR, who.secret)
