"""Sign-in for programs: `/api/sign-in`, `/api/sign-in/code`, `/api/sign-out`."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Origin, Scope
from foyer_shared.http.models import Answer, Body
from pydantic import StringConstraints

from foyer_portal_bff.api.cookies import SESSION, forget_cookie, set_cookie
from foyer_portal_bff.api.csrf import check_same_site
from foyer_portal_bff.api.fields import Email
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.sign_in import CodeNotValid
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.gateways.callers import PORTAL
from foyer_portal_bff.use_cases.ask_to_sign_in import ask_to_sign_in
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.send_sign_in_mail import send_sign_in_mail
from foyer_portal_bff.use_cases.sign_in_with_code import sign_in_with_code
from foyer_portal_bff.use_cases.sign_in_with_link import sign_in_with_link
from foyer_portal_bff.use_cases.sign_out import sign_out

router = APIRouter(prefix="/api", dependencies=[Depends(check_same_site)])


class SignInBody(Body):
    """Who wants to sign in."""

    email: Email


class CodeBody(Body):
    """The six digits of the mail."""

    email: Email
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class Asked(Answer):
    """Always the same, whether anybody has the address or not."""

    sent: bool = True


class Token(Answer):
    """For `Authorization: Bearer`."""

    token: str
    expires_at: datetime


@router.post("/sign-in", status_code=202)
async def post_sign_in(
    body: SignInBody, request: Request, business: BusinessHere, portal: PortalHere, later: BackgroundTasks
) -> Asked:
    """Send a mail with a code and a link, if anybody has this address."""
    await begin_sign_in(portal, business, body.email, mark_of(request), later)
    return Asked()


@router.post("/sign-in/code")
async def post_code(
    body: CodeBody, request: Request, response: Response, business: BusinessHere, portal: PortalHere
) -> Token:
    """Trade the code for a session: as a cookie, and as a token."""
    opened = await finish_with_code(portal, business, body.email, body.code, mark_of(request))
    give_session(request, response, opened)
    return Token(token=opened.token, expires_at=opened.ends_at)


@router.post("/sign-out", status_code=204)
async def post_sign_out(request: Request, response: Response, who: SignedInHere, portal: PortalHere) -> None:
    """End the session."""
    await end_session(portal, who)
    forget_cookie(request, response, SESSION)


async def begin_sign_in(
    portal: Portal, business: Business, email: str, request: RequestMark, later: BackgroundTasks
) -> None:
    """The mail goes out after the answer, so that the time of the answer tells nothing about the address.
    Raises `TooManyRequests`.
    """
    async with portal.database.work(visitor_origin(business, request)) as work:
        mail = await ask_to_sign_in(work, email, key=portal.code_key)
    if mail:
        later.add_task(send_sign_in_mail, portal.services.notifications, business, mail, request)


async def finish_with_code(
    portal: Portal,
    business: Business,
    email: str,
    code: str,
    request: RequestMark,
    *,
    visitor: str | None = None,
) -> OpenedSession:
    """Raises `CodeNotValid`, after the count of wrong codes has committed."""
    async with portal.database.work(visitor_origin(business, request)) as work:
        opened = await sign_in_with_code(
            work, email=email, code=code, visitor=visitor, key=portal.code_key, request=request
        )
    if opened is None:
        raise CodeNotValid("This code is not right, or no longer valid. Ask for a new one.", field="code")
    return opened


async def finish_with_link(
    portal: Portal, business: Business, token: str, request: RequestMark, *, visitor: str
) -> OpenedSession:
    """Raises `LinkNotValid`. For the page behind the mailed link, which posts: mail scanners only look."""
    async with portal.database.work(visitor_origin(business, request)) as work:
        return await sign_in_with_link(
            work, token=token, visitor=visitor, key=portal.code_key, request=request
        )


async def end_session(portal: Portal, who: SignedIn) -> None:
    """Sign out."""
    async with portal.database.work(who.origin(real_now())) as work:
        await sign_out(work, who)


def give_session(request: Request, response: Response, opened: OpenedSession) -> None:
    """Put the session's token into the browser's cookie."""
    set_cookie(request, response, SESSION, opened.token, expires=opened.ends_at)


def visitor_origin(business: Business, request: RequestMark) -> Origin:
    """Real time: sessions and codes do not follow a sandbox's clock."""
    return Origin(Scope(business.id), PORTAL, real_now(), causation_id=request.id)
