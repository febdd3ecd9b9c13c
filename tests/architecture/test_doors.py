"""Every door of a service is guarded: who comes in has a token, of the right surface, with a scope."""

from importlib import import_module

from foyer_shared.http.door import unguarded_routes
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
    await built.database.close()
