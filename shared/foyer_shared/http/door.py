"""Doors: who may call a route, and the one transaction that the call works in."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import structlog
from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from foyer_shared.basics.errors import NotAllowed, NotFound
from foyer_shared.basics.origin import Actor
from foyer_shared.http.callers import Caller, CallerTokenCheck, Surface
from foyer_shared.http.idempotency import IdempotencyKey, StoredAnswer, idempotency_key
from foyer_shared.http.refusals import NotSignedIn
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

Effect = Callable[[Work], Awaitable[BaseModel]]
"""What a command does in its transaction; what it returns is the answer."""


class CustomerNotFound(NotFound):
    """The business has no such customer."""


class SurfaceNotAllowed(NotAllowed):
    """The call came through another of the portal's doors."""


class ScopeNotAllowed(NotAllowed):
    """The caller was not granted what this takes."""


@dataclass(frozen=True, slots=True)
class Doorway:
    """What a service's doors need; `service_app` puts it on the app."""

    service: str
    database: Database
    check: CallerTokenCheck


class Door:
    """A caller who has been let in, and the request's transaction."""

    def __init__(self, caller: Caller, database: Database, key: IdempotencyKey | None) -> None:
        self.caller = caller
        self._database = database
        self._key = key

    async def once(self, effect: Effect, *, status: int = 200) -> JSONResponse:
        """Do it in one transaction, commit, and only then answer.

        With an Idempotency-Key the answer is stored in the same transaction, and a repeat gets it again. A
        refusal stores nothing, as it changes nothing: the repeat is decided anew.
        """
        async with self._database.work(self.caller.origin()) as work:
            before = await self._key.claim(work, self._database.tables.idempotency) if self._key else None
            if before is None:
                body = (await effect(work)).model_dump(mode="json")
                if self._key:
                    answer = StoredAnswer(status, body)
                    await self._key.keep(work, self._database.tables.idempotency, answer)
        if before is not None:
            return JSONResponse(before.body, before.status, headers={"Idempotent-Replayed": "true"})
        return JSONResponse(body, status)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Work]:
        """A transaction in which Postgres refuses every write."""
        async with self._database.work(self.caller.origin()) as work:
            await work.session.connection(execution_options={"postgresql_readonly": True})
            yield work

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Work]:
        """A transaction of a door whose body is too large to be repeated by its key, or for what is kept of a
        refusal.
        """
        async with self._database.work(self.caller.origin()) as work:
            yield work

    def on_behalf_of(self, actor: Actor, customer_id: str) -> "Door":
        """The same door for whom a credential of ours names, such as a signed link."""
        return Door(replace(self.caller, actor=actor, customer_id=customer_id), self._database, None)

    def require_customer(self, customer_id: str) -> None:
        """The portal vouches for the customer that a body names; raises CustomerNotFound for any other."""
        if customer_id != self.caller.customer_id:
            raise CustomerNotFound("The business has no customer of this id.", field="customer_id")


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets in who came through the surface with the scope; a route has one as a dependency.

    A `streamed` body is left to the door, which takes no Idempotency-Key then.
    """

    surface: Surface
    scope: str
    streamed: bool = False

    async def __call__(self, request: Request) -> Door:
        """Raises NotSignedIn, SurfaceNotAllowed, ScopeNotAllowed, or for a bad key Invalid."""
        doorway: Doorway = request.app.state.doorway
        caller = doorway.check.check(_bearer_token(request), doorway.service)
        structlog.contextvars.bind_contextvars(request_id=caller.request_id)
        if caller.surface is not self.surface or (self._is_for_customers and not caller.customer_id):
            raise SurfaceNotAllowed(f"This is for calls of the {self.surface} surface.")
        if not caller.may(self.scope):
            raise ScopeNotAllowed(f"This needs the scope {self.scope}.")
        key = None if self.streamed else await _idempotency_key(request, caller)
        return Door(caller, doorway.database, key)

    @property
    def _is_for_customers(self) -> bool:
        return self.surface is Surface.CUSTOMER


def customer_door(scope: str, *, streamed: bool = False) -> Guard:
    """For a login that acts for its customer."""
    return Guard(Surface.CUSTOMER, scope, streamed)


def business_door(scope: str, *, streamed: bool = False) -> Guard:
    """For a business's API key or its staff."""
    return Guard(Surface.BUSINESS, scope, streamed)


def internal_door(scope: str, *, streamed: bool = False) -> Guard:
    """For the portal itself."""
    return Guard(Surface.INTERNAL, scope, streamed)


def unguarded_routes(app: FastAPI) -> list[str]:
    """The routes that no guard stands at, such as `GET /customer/overview`; a test holds it empty."""
    return [
        f"{'/'.join(sorted(route.methods or ()))} {route.path}"
        for route in iter_route_contexts(app.routes)
        if route.path != app.openapi_url and not _guards(getattr(route, "dependant", None))
    ]


def _guards(dependant: Dependant | None) -> list[Guard]:
    return list(_guards_below(dependant)) if dependant else []


def _guards_below(dependant: Dependant) -> Iterator[Guard]:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Guard):
            yield dependency.call
        yield from _guards_below(dependency)


def _bearer_token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("A call needs a caller's token.")
    return token


async def _idempotency_key(request: Request, caller: Caller) -> IdempotencyKey | None:
    return idempotency_key(
        request.headers.get("idempotency-key"),
        request.method.encode(),
        request.url.path.encode(),
        # One login may act for several customers, and a path does not name them.
        (caller.customer_id or "").encode(),
        await request.body(),
    )
