"""Calls on a service's doors, in the name of any caller, with tokens signed by a key of the tests."""

from collections.abc import Generator, Iterable
from datetime import datetime
from functools import cache

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Auth, Request, Response

from foyer_shared.basics.origin import Actor
from foyer_shared.http.callers import Caller, CallerTokenMint, Surface, new_key_pair
from foyer_shared.service import Service
from foyer_shared.testing.makers import A_KEY, A_LOGIN, ADA, NORTHWIND

AREAS = ("subscriptions", "invoicing", "payments", "support", "notifications", "portal")


@cache
def a_key_pair() -> tuple[str, str]:
    """The portal's keys in this test run: the private JWK and the public JWK set."""
    return new_key_pair()


def a_caller(
    surface: Surface | str = Surface.CUSTOMER,
    *,
    business_id: str = NORTHWIND,
    customer_id: str | None = None,
    actor: Actor | None = None,
    scopes: Iterable[str] | None = None,
    now: datetime | None = None,
    request_id: str | None = None,
) -> Caller:
    """Ada on the customer surface, a key of Northwind's on the others; may do everything unless told."""
    surface = Surface(surface)
    is_customer = surface is Surface.CUSTOMER
    everything = (f"{area}:{verb}" for area in AREAS for verb in ("read", "write"))
    return Caller(
        business_id=business_id,
        customer_id=customer_id or (ADA if is_customer else None),
        actor=actor or (A_LOGIN if is_customer else A_KEY),
        surface=surface,
        scopes=frozenset(everything if scopes is None else scopes),
        now=now,
        request_id=request_id,
    )


def client_for(service: Service | FastAPI, caller: Caller | None, audience: str | None = None) -> AsyncClient:
    """A client of the service's doors; without a caller it sends no token.

    `audience` is whom the tokens are for: the service's name, an app's title, unless told.
    """
    app = service.app if isinstance(service, Service) else service
    name = service.name if isinstance(service, Service) else service.title
    auth = _TokenOf(caller, audience or name) if caller else None
    return AsyncClient(transport=ASGITransport(app), base_url="http://service.test", auth=auth)


class _TokenOf(Auth):
    """Each request gets a fresh token, as from the portal."""

    def __init__(self, caller: Caller, audience: str) -> None:
        self._caller = caller
        self._audience = audience

    def auth_flow(self, request: Request) -> Generator[Request, Response, None]:
        token = CallerTokenMint(a_key_pair()[0]).mint(self._caller, self._audience)
        request.headers["Authorization"] = f"Bearer {token}"
        yield request
