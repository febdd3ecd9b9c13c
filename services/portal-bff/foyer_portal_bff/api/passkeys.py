"""Passkeys for programs that speak WebAuthn: signing in, adding by a fresh code, renaming, removing."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Header, Request, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.http.models import Answer, Body
from foyer_shared.http.pages import Page
from pydantic import StringConstraints

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.csrf import check_same_site
from foyer_portal_bff.api.email_change import SentAnswer
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.api.sign_in import Token, give_session, visitor_origin
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.business import Business, host_name
from foyer_portal_bff.domain.passkey import Passkey, PasskeyNotValid
from foyer_portal_bff.domain.sign_in import CodeNotValid, Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.add_passkey import add_passkey
from foyer_portal_bff.use_cases.ask_passkey import ask_passkey
from foyer_portal_bff.use_cases.begin_passkey import begin_passkey
from foyer_portal_bff.use_cases.find_passkey import find_passkey
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.read_security import read_security
from foyer_portal_bff.use_cases.remove_passkey import remove_passkey
from foyer_portal_bff.use_cases.rename_passkey import rename_passkey
from foyer_portal_bff.use_cases.send_login_changed_mail import send_login_changed_mail
from foyer_portal_bff.use_cases.sign_in_with_passkey import sign_in_with_passkey

router = APIRouter(prefix="/api/sign-in/passkey", dependencies=[Depends(check_same_site)])
"""For whoever has no session yet."""
own_router = APIRouter(prefix="/passkeys")

Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Name = Annotated[str, StringConstraints(max_length=200)]


class CredentialBody(Body):
    """What `navigator.credentials.get` answered, as its `toJSON` writes it."""

    credential: dict[str, Any]


class CodeBody(Body):
    """The code from the newest mail to the login's own address."""

    code: Code


class NewPasskeyBody(Body):
    """What `navigator.credentials.create` answered, as its `toJSON` writes it, and what to call it."""

    name: Name
    credential: dict[str, Any]


class NameBody(Body):
    """What to call it."""

    name: Name


class PasskeyAnswer(Answer):
    """A passkey, good at `host`."""

    id: str
    name: str
    host: str
    created_at: datetime
    last_used_at: datetime | None


@router.post("/options")
async def post_options(request: Request, business: BusinessHere, portal: PortalHere) -> dict[str, Any]:
    """What to ask of an authenticator, within five minutes; it names nobody."""
    return await begin_with_passkey(portal, business, request)


@router.post("")
async def post_sign_in(
    body: CredentialBody, request: Request, response: Response, business: BusinessHere, portal: PortalHere
) -> Token:
    """Trade its answer for a session: as a cookie, and as a token."""
    opened = await finish_with_passkey(portal, business, body.credential, request)
    give_session(request, response, opened)
    return Token(token=opened.token, expires_at=opened.ends_at)


@own_router.get("")
async def get_passkeys(who: SignedInHere, portal: PortalHere) -> Page[PasskeyAnswer]:
    """The login's, the oldest first."""
    return Page(data=[_answer(each) for each in (await read_security(portal.database, who)).passkeys])


@own_router.post("/code", status_code=202)
async def post_code(who: SignedInHere, portal: PortalHere, later: BackgroundTasks) -> SentAnswer:
    """Mail a fresh code to the login's own address, to add one."""
    await send_code(portal, who, Purpose.PASSKEY, later)
    return SentAnswer()


@own_router.post("/options")
async def post_own_options(
    body: CodeBody, request: Request, who: SignedInHere, portal: PortalHere
) -> dict[str, Any]:
    """What to ask of an authenticator, within five minutes."""
    return await begin_adding(portal, who, body.code, request)


@own_router.post("", status_code=201)
async def post_passkey(
    body: NewPasskeyBody, request: Request, who: SignedInHere, portal: PortalHere, later: BackgroundTasks
) -> PasskeyAnswer:
    """Add it."""
    return _answer(
        await finish_adding(
            portal, who, body.credential, body.name, request, later, language=who.login.language or ""
        )
    )


@own_router.patch("/{passkey_id}")
async def patch_passkey(
    passkey_id: PathId, body: NameBody, who: SignedInHere, portal: PortalHere
) -> PasskeyAnswer:
    """Call it by another name."""
    return _answer(await rename(portal, who, passkey_id, body.name))


@own_router.post("/{passkey_id}/code", status_code=202)
async def post_removal_code(
    passkey_id: PathId, who: SignedInHere, portal: PortalHere, later: BackgroundTasks
) -> SentAnswer:
    """Mail a fresh code to the login's own address, to remove this one."""
    await ask_removal_code(portal, who, passkey_id, later)
    return SentAnswer()


@own_router.delete("/{passkey_id}", status_code=204)
async def delete_passkey(
    passkey_id: PathId,
    who: SignedInHere,
    portal: PortalHere,
    later: BackgroundTasks,
    code: Annotated[str, Header(alias="Confirmation-Code")] = "",
) -> None:
    """Remove it, with the code from the newest mail."""
    await remove(portal, who, passkey_id, code, later, language=who.login.language or "")


async def begin_with_passkey(portal: Portal, business: Business, request: Request) -> dict[str, Any]:
    """Raises `TooManyRequests`."""
    return await ask_passkey(
        portal.database, business, host=_host(request), ip=mark_of(request).ip, now=real_now()
    )


async def finish_with_passkey(
    portal: Portal, business: Business, credential: dict[str, Any], request: Request
) -> OpenedSession:
    """Raises `PasskeyNotValid`, after the challenge's end has committed."""
    mark = mark_of(request)
    async with portal.database.work(visitor_origin(business, mark)) as work:
        opened = await sign_in_with_passkey(
            work, credential, host=_host(request), origin=_origin(request), request=mark
        )
    if opened is None:
        raise PasskeyNotValid("This passkey does not work here.", field="credential")
    return opened


async def begin_adding(portal: Portal, who: SignedIn, code: str, request: Request) -> dict[str, Any]:
    """Raises `TooManyPasskeys`, and `CodeNotValid` after the count of wrong codes has committed."""
    async with portal.database.work(who.origin(real_now())) as work:
        options = await begin_passkey(work, who, code=code, key=portal.code_key, host=_host(request))
    if options is None:
        raise _wrong_code()
    return options


async def finish_adding(
    portal: Portal,
    who: SignedIn,
    credential: dict[str, Any],
    name: str,
    request: Request,
    later: BackgroundTasks,
    *,
    language: str,
) -> Passkey:
    """Raises `PasskeyNotValid`, after the challenge's end has committed; `PasskeyNotNamed`,
    `TooManyPasskeys`.
    """
    async with portal.database.work(who.origin(real_now())) as work:
        passkey = await add_passkey(
            work, who, credential, name=name, host=_host(request), origin=_origin(request)
        )
    if passkey is None:
        raise PasskeyNotValid("This passkey could not be added.", field="credential")
    _tell(portal, who, later, "passkey_added", language)
    return passkey


async def rename(portal: Portal, who: SignedIn, passkey_id: str, name: str) -> Passkey:
    """Raises `PasskeyNotFound`, `PasskeyNotNamed`."""
    async with portal.database.work(who.origin(real_now())) as work:
        return await rename_passkey(work, who, passkey_id, name)


async def ask_removal_code(portal: Portal, who: SignedIn, passkey_id: str, later: BackgroundTasks) -> None:
    """Raises `PasskeyNotFound`, `TooManyRequests`."""
    await find_passkey(portal.database, who, passkey_id)
    await send_code(portal, who, Purpose.PASSKEY, later, target=passkey_id)


async def remove(
    portal: Portal, who: SignedIn, passkey_id: str, code: str, later: BackgroundTasks, *, language: str
) -> None:
    """Raises `PasskeyNotFound`, and `CodeNotValid` after the count of wrong codes has committed."""
    async with portal.database.work(who.origin(real_now())) as work:
        is_removed = await remove_passkey(work, who, passkey_id, code=code, key=portal.code_key)
    if not is_removed:
        raise _wrong_code()
    _tell(portal, who, later, "passkey_removed", language)


def _tell(
    portal: Portal,
    who: SignedIn,
    later: BackgroundTasks,
    change: Literal["passkey_added", "passkey_removed"],
    language: str,
) -> None:
    later.add_task(
        send_login_changed_mail,
        portal.services.notifications,
        who.business,
        who.request,
        change=change,
        to=who.login.email,
        language=language,
    )


def _wrong_code() -> CodeNotValid:
    return CodeNotValid("This code is not right, or no longer valid. Ask for a new one.", field="code")


def _host(request: Request) -> str:
    return host_name(request.headers.get("host", ""))


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def _answer(passkey: Passkey) -> PasskeyAnswer:
    return PasskeyAnswer.model_validate(passkey, from_attributes=True)
