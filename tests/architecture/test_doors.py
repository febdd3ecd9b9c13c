"""Every door of a service is guarded: who comes in has a token, of the right surface, with the scope."""

from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any

import pytest_asyncio
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from foyer_shared.http.callers import Caller, Surface
from foyer_shared.http.door import Guard, unguarded_routes
from foyer_shared.service import Service
from foyer_shared.testing.callers import AREAS, a_caller, client_for
from foyer_shared.testing.house import ServiceFolder
from foyer_shared.testing.plugin import MakeDatabase, SettingsFor

SURFACES = {"v1": Surface.BUSINESS, "customer": Surface.CUSTOMER, "internal": Surface.INTERNAL}
OTHER_SCOPES = {
    # A code is only looked at by who may use it.
    "GET /customer/subscriptions/{subscription_id}/promotion-code": "subscriptions:write",
    # A read-only login fetches what was bought.
    "POST /customer/entitlements/{grant_id}/download": "subscriptions:read",
    # What is fetched by a signed link is counted.
    "GET /internal/files/{signed}": "subscriptions:write",
    # Whoever may read an announcement may say that they have.
    "POST /customer/announcements/{announcement_id}/read": "notifications:read",
    "POST /customer/announcements/{announcement_id}/dismiss": "notifications:read",
    "POST /internal/webhooks/{provider}/{account_id}": "payments:webhooks",
    "GET /internal/next-due": "clock:read",
}
"""Those that do not go by the service's name and whether they read or write, each with its reason."""
SCOPES = frozenset(
    {f"{area}:{verb}" for area in AREAS for verb in ("read", "write")} | set(OTHER_SCOPES.values())
)


@pytest_asyncio.fixture
async def built(
    service: ServiceFolder, make_database: MakeDatabase, settings_for: SettingsFor
) -> AsyncIterator[Service]:
    """The service as it is wired, with nothing in its database."""
    database = await make_database(service.name)
    settings_class = import_module(f"{service.package}.settings").Settings
    built: Service = import_module(f"{service.package}.wiring").build(settings_for(settings_class, database))
    yield built
    await built.database.close()


def test_every_door_is_guarded(service: ServiceFolder, built: Service) -> None:
    assert built.name == service.name
    assert unguarded_routes(built.app) == []
    # FastAPI sends what is not async through a thread: dearer than most of what it does.
    assert [name for app in (built.app, built.public_app) if app for name in _through_a_thread(app)] == []


async def test_each_door_is_for_its_surface_and_scope_alone(built: Service) -> None:
    """The address says the surface, the method the scope; whoever else comes is refused."""
    guards = dict(_guards(built.app))
    expected = {door: _expected(built.name, door) for door in guards}
    assert {door: (guard.surface, guard.scope) for door, guard in guards.items()} == expected
    for door, (surface, scope) in expected.items():
        others = [a_caller(other, scopes=SCOPES) for other in Surface if other is not surface]
        without = a_caller(surface, scopes=SCOPES - {scope})
        refused = (403, "not_allowed")
        assert [await _answer(built, door, caller) for caller in (without, *others, None)] == [
            *[refused] * (1 + len(others)),
            (401, "not_signed_in"),
        ], door


async def _answer(built: Service, door: str, caller: Caller | None) -> tuple[int, str]:
    method, path = door.split()
    async with client_for(built, caller) as client:
        answer = await client.request(method, path, json={})
    return answer.status_code, answer.json()["code"]


def _expected(service: str, door: str) -> tuple[Surface, str]:
    method, path = door.split()
    verb = "read" if method == "GET" else "write"
    return SURFACES[path.split("/")[1]], OTHER_SCOPES.get(door, f"{service}:{verb}")


def _guards(app: FastAPI) -> Iterator[tuple[str, Guard]]:
    for route in iter_route_contexts(app.routes):
        for guard in _calls(getattr(route, "dependant", None)):
            if isinstance(guard, Guard):
                yield from ((f"{method} {route.path}", guard) for method in route.methods or ())


def _through_a_thread(app: FastAPI) -> set[str]:
    return {
        f"{call.__module__}.{call.__qualname__}"
        for route in iter_route_contexts(app.routes)
        for call in _calls(getattr(route, "dependant", None))
        if not isinstance(call, Guard) and not iscoroutinefunction(call)
    }


def _calls(dependant: Dependant | None) -> Iterator[Callable[..., Any]]:
    if dependant is None:
        return
    if dependant.call:
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from _calls(dependency)
