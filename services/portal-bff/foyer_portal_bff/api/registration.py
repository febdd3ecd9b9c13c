"""Registering for programs: a mailed link, and the account that it opens."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.csrf import check_same_site
from foyer_portal_bff.api.fields import Email, NewName
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.sign_in import Asked, Token, give_session
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.registration import VALID_FOR
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.use_cases.ask_to_register import ask_to_register
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.register import register
from foyer_portal_bff.use_cases.send_login_link import send_login_link

router = APIRouter(prefix="/api/registration", dependencies=[Depends(check_same_site)])


class RegistrationBody(Body):
    """Who wants an account. `language` is BCP 47, the business's when left out."""

    email: Email
    name: NewName
    country: Annotated[str, StringConstraints(max_length=35)] | None = None
    language: Annotated[str, StringConstraints(max_length=35)] | None = None


class LinkBody(Body):
    """The token of the mailed link."""

    token: Annotated[str, StringConstraints(max_length=200)]


@router.post("", status_code=202)
async def post_registration(
    body: RegistrationBody,
    request: Request,
    business: BusinessHere,
    portal: PortalHere,
    later: BackgroundTasks,
) -> Asked:
    """Mail a link, whoever has the address."""
    await begin(
        portal,
        business,
        mark_of(request),
        later,
        email=body.email,
        name=body.name,
        country=body.country,
        language=body.language or business.language,
    )
    return Asked()


@router.post("/link")
async def post_link(
    body: LinkBody, request: Request, response: Response, business: BusinessHere, portal: PortalHere
) -> Token:
    """Open the account, and sign in."""
    opened = await finish(portal, business, body.token, mark_of(request))
    give_session(request, response, opened)
    return Token(token=opened.token, expires_at=opened.ends_at)


async def begin(
    portal: Portal,
    business: Business,
    request: RequestMark,
    later: BackgroundTasks,
    *,
    email: str,
    name: str,
    country: str | None,
    language: str,
) -> None:
    """Raises `TooManyRequests`, and what is no country."""
    mail = await ask_to_register(
        portal.database,
        business,
        request,
        email=email,
        name=name,
        country=country,
        language=language,
        now=real_now(),
    )
    later.add_task(
        send_login_link,
        portal.services.notifications,
        business,
        request,
        action="register",
        to=mail.registration.email,
        language=language,
        token=mail.token,
        valid_for=VALID_FOR,
        key=mail.registration.id,
    )


async def finish(portal: Portal, business: Business, token: str, request: RequestMark) -> OpenedSession:
    """Raises `RegistrationLinkNotValid`, and what invoicing refuses."""
    return await register(portal.database, portal.services.invoicing, business, token, request)
