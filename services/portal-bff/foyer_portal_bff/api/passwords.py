"""Passwords for programs: signing in with one, setting it by a fresh code, another one by a mailed link."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.csrf import check_same_site
from foyer_portal_bff.api.email_change import SentAnswer
from foyer_portal_bff.api.fields import Email, Typed
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.api.sign_in import Asked, Token, give_session, visitor_origin
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.password import check_new
from foyer_portal_bff.domain.sign_in import VALID_FOR, CodeNotValid, Purpose
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.gateways.guessed_passwords import guessed_passwords
from foyer_portal_bff.use_cases.ask_to_sign_in import ask_to_sign_in
from foyer_portal_bff.use_cases.count_password_try import count_password_try
from foyer_portal_bff.use_cases.find_password_reset import find_password_reset
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.reset_password import reset_password
from foyer_portal_bff.use_cases.send_login_changed_mail import send_login_changed_mail
from foyer_portal_bff.use_cases.send_login_link import send_login_link
from foyer_portal_bff.use_cases.set_password import set_password
from foyer_portal_bff.use_cases.sign_in_with_password import sign_in_with_password

router = APIRouter(prefix="/api", dependencies=[Depends(check_same_site)])
"""For whoever has no session yet."""
own_router = APIRouter(prefix="/password")


class PasswordSignInBody(Body):
    """An address and its password."""

    email: Email
    password: Typed


class ForgottenBody(Body):
    """Who wants another password."""

    email: Email


class ResetBody(Body):
    """The token of the mailed link, and the new password."""

    token: Annotated[str, StringConstraints(max_length=200)]
    password: Typed


class PasswordBody(Body):
    """The new password, and the code from the newest mail to the login's own address."""

    password: Typed
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


@router.post("/sign-in/password")
async def post_sign_in(
    body: PasswordSignInBody, request: Request, response: Response, business: BusinessHere, portal: PortalHere
) -> Token:
    """Trade a password for a session: as a cookie, and as a token."""
    password = body.password.get_secret_value()
    opened = await finish_with_password(portal, business, body.email, password, mark_of(request))
    give_session(request, response, opened)
    return Token(token=opened.token, expires_at=opened.ends_at)


@router.post("/password/forgotten", status_code=202)
async def post_forgotten(
    body: ForgottenBody, request: Request, business: BusinessHere, portal: PortalHere, later: BackgroundTasks
) -> Asked:
    """Mail a link, if anybody has this address."""
    await begin_reset(portal, business, body.email, mark_of(request), later)
    return Asked()


@router.post("/password/reset")
async def post_reset(
    body: ResetBody,
    request: Request,
    response: Response,
    business: BusinessHere,
    portal: PortalHere,
    later: BackgroundTasks,
) -> Token:
    """Change the password by the link, and sign in."""
    password = body.password.get_secret_value()
    opened = await finish_reset(
        portal, business, body.token, password, mark_of(request), later, language=business.language
    )
    give_session(request, response, opened)
    return Token(token=opened.token, expires_at=opened.ends_at)


@own_router.post("/code", status_code=202)
async def post_code(who: SignedInHere, portal: PortalHere, later: BackgroundTasks) -> SentAnswer:
    """Mail a fresh code to the login's own address."""
    await send_code(portal, who, Purpose.PASSWORD, later)
    return SentAnswer()


@own_router.put("", status_code=204)
async def put_password(
    body: PasswordBody, who: SignedInHere, portal: PortalHere, later: BackgroundTasks
) -> None:
    """Set it; the login is signed out everywhere else."""
    await set_own_password(
        portal, who, body.password.get_secret_value(), body.code, later, language=who.login.language or ""
    )


async def finish_with_password(
    portal: Portal, business: Business, email: str, password: str, request: RequestMark
) -> OpenedSession:
    """Raises `PasswordNotValid`, `TooManyRequests`."""
    await count_password_try(portal.database, business, email=email, ip=request.ip)
    return await sign_in_with_password(
        portal.database,
        portal.passwords,
        visitor_origin(business, request),
        email=email,
        password=password,
        request=request,
    )


async def begin_reset(
    portal: Portal, business: Business, email: str, request: RequestMark, later: BackgroundTasks
) -> None:
    """The mail goes out after the answer, as for signing in. Raises `TooManyRequests`."""
    async with portal.database.work(visitor_origin(business, request)) as work:
        mail = await ask_to_sign_in(work, email, key=portal.code_key, purpose=Purpose.RESET_PASSWORD)
    if mail:
        later.add_task(
            send_login_link,
            portal.services.notifications,
            business,
            request,
            action="reset_password",
            to=mail.to,
            language=mail.language,
            token=mail.secrets.link_token,
            valid_for=VALID_FOR,
            key=mail.attempt_id,
        )


async def finish_reset(
    portal: Portal,
    business: Business,
    token: str,
    password: str,
    request: RequestMark,
    later: BackgroundTasks,
    *,
    language: str,
) -> OpenedSession:
    """Raises `LinkNotValid`, and what is wrong with the password, which leaves the link as it is."""
    email = await find_password_reset(portal.database, Scope(business.id), token)
    check_new(password, email=email, common=guessed_passwords())
    hashed = await portal.passwords.hash(password)
    async with portal.database.work(visitor_origin(business, request)) as work:
        opened = await reset_password(work, token, hashed, key=portal.code_key, request=request)
    _tell(portal, business, request, later, to=email, language=language)
    return opened


async def set_own_password(
    portal: Portal, who: SignedIn, password: str, code: str, later: BackgroundTasks, *, language: str
) -> None:
    """Raises what is wrong with the password before it looks at the code; `CodeNotValid`, after the count of
    wrong codes has committed.
    """
    check_new(password, email=who.login.email, common=guessed_passwords())
    hashed = await portal.passwords.hash(password)
    async with portal.database.work(who.origin(real_now())) as work:
        is_set = await set_password(work, who, hashed, code=code, key=portal.code_key)
    if not is_set:
        raise CodeNotValid("This code is not right, or no longer valid. Ask for a new one.", field="code")
    _tell(portal, who.business, who.request, later, to=who.login.email, language=language)


def _tell(
    portal: Portal,
    business: Business,
    request: RequestMark,
    later: BackgroundTasks,
    *,
    to: str,
    language: str,
) -> None:
    later.add_task(
        send_login_changed_mail,
        portal.services.notifications,
        business,
        request,
        change="password_changed",
        to=to,
        language=language,
    )
