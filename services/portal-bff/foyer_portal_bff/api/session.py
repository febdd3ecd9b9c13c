"""Who is signed in: the dependencies of every private door. CSRF is checked before authority is used."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import NotAllowed
from foyer_shared.http.refusals import NotSignedIn

from foyer_portal_bff.api.cookies import session_cookie
from foyer_portal_bff.api.csrf import check_form_token
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.unattended import is_unattended
from foyer_portal_bff.domain.business import host_name
from foyer_portal_bff.domain.portal_session import OneTaskOnly, is_part_of
from foyer_portal_bff.domain.signed_in import SignedIn, may
from foyer_portal_bff.domain.switched_doors import NOT_THERE, SwitchedOff, is_open
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.use_cases.find_signed_in import find_signed_in

__all__ = [
    "OnPage",
    "RoleMayNot",
    "SignInFirst",
    "SignedIn",
    "SignedInHere",
    "customer_caller",
    "may",
    "must",
]


class SignInFirst(Exception):
    """A page needs somebody who is signed in; its door answers with the way to the sign-in page."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.location = "/sign-in" if path == "/" else f"/sign-in?next={quote(path, safe='/')}"


class RoleMayNot(NotAllowed):
    """The login's role for this customer does not include this."""

    code = "not_allowed"


def bearer_token(request: Request) -> str | None:
    """The token of an `Authorization: Bearer` header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


async def who_is_signed_in(request: Request, portal: PortalHere) -> SignedIn | None:
    """The login behind the request, None for a visitor. A Bearer token wins over cookies and needs no CSRF
    token; a cookie does, on everything that may change something.
    """
    token = token_of(request)
    if token is None:
        return None
    if bearer_token(request) is None:
        await check_form_token(request, token)
    return await find_by_token(portal, request, token)


def token_of(request: Request) -> str | None:
    """The session's token, None for a visitor."""
    return bearer_token(request) or session_cookie(request)


async def find_by_token(portal: Portal, request: Request, token: str) -> SignedIn | None:
    """The login that holds the token, None without a live session. What nobody did keeps none alive. Raises
    `OneTaskOnly` for what is no part of the one task that a session was opened for, `SwitchedOff` for what
    their configuration switches off.
    """
    found = await find_signed_in(
        portal.database,
        token=token,
        host=host_name(request.headers.get("host", "")),
        request=mark_of(request),
        now=real_now(),
        counts=not is_unattended(request),
    )
    if found and found.task and not is_part_of(found.task, request.method, request.url.path):
        raise OneTaskOnly("You have come here for one task, and this is no part of it.")
    if found and not is_open(request.method, request.url.path, found.configuration.closed):
        request.state.signed_in = found  # For the page that says so.
        raise SwitchedOff(NOT_THERE)
    return found


async def signed_in(found: Annotated[SignedIn | None, Depends(who_is_signed_in)]) -> SignedIn:
    """For `/api`: 401 for a visitor."""
    if found is None:
        raise NotSignedIn("Sign in first.")
    return found


SignedInHere = Annotated[SignedIn, Depends(signed_in)]


def signed_in_with(scope: str) -> Callable[[SignedIn], Awaitable[SignedIn]]:
    """For doors of `/api` that need a scope: 403 for a role that does not give it."""

    async def with_scope(who: SignedInHere) -> SignedIn:
        must(who, scope)
        return who

    return with_scope


async def signed_in_on_page(
    request: Request, found: Annotated[SignedIn | None, Depends(who_is_signed_in)]
) -> SignedIn:
    """For pages: a visitor is led to the sign-in page, and back after."""
    if found is None:
        raise SignInFirst(request.url.path if request.method == "GET" else "/")
    return found


OnPage = Annotated[SignedIn, Depends(signed_in_on_page)]


def must(who: SignedIn, scope: str) -> None:
    """Refuse when the role does not give the scope."""
    if not may(who, scope):
        raise RoleMayNot("Your role for this account does not allow this.")
