"""Every door of a service is guarded: who comes in has a token, of the right surface, with a scope."""

from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from foyer_shared.http.door import Guard, unguarded_routes
from foyer_shared.testing.house import ServiceFolder
from foyer_shared.testing.plugin import MakeDatabase, SettingsFor


async def test_every_door_is_guarded(
    service: ServiceFolder, make_database: MakeDatabase, settings_for: SettingsFor
) -> None:
    database = await make_database(service.name)
    settings_class = import_module(f"{service.package}.settings").Settings
    build = import_module(f"{service.package}.wiring").build

    built = build(settings_for(settings_class, database))

    assert built.name == service.name
    assert unguarded_routes(built.app) == []
    # FastAPI sends what is not async through a thread: dearer than most of what it does.
    assert [name for app in (built.app, built.public_app) if app for name in _through_a_thread(app)] == []
    await built.database.close()


def _through_a_thread(app: FastAPI) -> set[str]:
    return {
        f"{call.__module__}.{call.__qualname__}"
        for route in iter_route_contexts(app.routes)
        for call in _calls(getattr(route, "dependant", None))
        if not iscoroutinefunction(call)
    }


def _calls(dependant: Dependant | None) -> Iterator[Callable[..., Any]]:
    if dependant is None:
        return
    if dependant.call and not isinstance(dependant.call, Guard):
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from _calls(dependency)
