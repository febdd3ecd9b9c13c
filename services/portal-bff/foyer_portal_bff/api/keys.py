"""Who calls the business API: the key behind `Authorization: Bearer foyer_sk_…`, and its door."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, ActorKind, Origin, Scope
from foyer_shared.http.callers import Caller, Surface
from foyer_shared.http.door import Door
from foyer_shared.http.idempotency import idempotency_key
from foyer_shared.http.refusals import NotSignedIn

from foyer_portal_bff.api.portal import PortalHere, mark_of
from foyer_portal_bff.api.session import bearer_token
from foyer_portal_bff.domain.api_key import PREFIX, ApiKey
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.edge import asked_time, check_scope
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.use_cases.find_api_key import find_api_key


@dataclass(frozen=True, slots=True)
class KeyCall:
    """One call with a key that is good at this moment."""

    key: ApiKey
    business: Business
    request: RequestMark
    caller: Caller
    """On the business surface, by its clock; a customer that the body names is put in by the edge."""
    dated_to: datetime | None
    """The moment that the request itself names."""


async def key_call(request: Request, portal: PortalHere) -> KeyCall:
    """Raises NotSignedIn for a call without a key, or with one that is unknown or revoked."""
    text = bearer_token(request)
    found = await find_api_key(portal.database, text) if text and text.startswith(PREFIX) else None
    if found is None:
        raise NotSignedIn("This needs an API key: Authorization: Bearer foyer_sk_…")
    key, business = found
    mark = mark_of(request)
    dated_to = asked_time(request.headers.get("foyer-sandbox-now"), mode=business.mode)
    caller = Caller(
        business_id=business.id,
        customer_id=None,
        actor=Actor(ActorKind.KEY, key.id),
        surface=Surface.BUSINESS,
        scopes=key.scopes,
        now=dated_to or business.moved_now(real_now()),
        request_id=mark.id,
    )
    return KeyCall(key, business, mark, caller, dated_to)


KeyCallHere = Annotated[KeyCall, Depends(key_call)]


async def own_door(request: Request, call: KeyCallHere, portal: PortalHere) -> Door:
    """A door to what the portal itself owns, for a key with the portal's scope; it follows no clock."""
    check_scope(call.key.scopes, area="portal", writes=request.method != "GET")
    key = idempotency_key(
        request.headers.get("idempotency-key"),
        request.method.encode(),
        request.url.path.encode(),
        await request.body(),
    )
    return Door(replace(call.caller, now=call.dated_to), portal.database, key)


OwnDoor = Annotated[Door, Depends(own_door)]


async def installation(request: Request, portal: PortalHere) -> None:
    """Lets in whoever runs the installation, by its key from the settings."""
    expected = portal.settings.installation_key
    given = bearer_token(request) or ""
    if expected is None or not hmac.compare_digest(given.encode(), expected.get_secret_value().encode()):
        raise NotSignedIn("This needs the installation's key.")


def installation_origin(business_id: str, request: Request) -> Origin:
    """Work on one business by whoever runs the installation."""
    actor = Actor(ActorKind.STAFF, "installation")
    return Origin(Scope(business_id), actor, real_now(), causation_id=request.state.request_id)
