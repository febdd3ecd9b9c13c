"""Every event has one owner, who alone announces it; handlers are called after what they handle."""

from importlib import import_module

from foyer_shared.contracts.catalogue import OWNERS, all_events
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.testing.house import ServiceFolder, SourceFile, declared_events, snake


def test_every_event_is_declared_in_the_module_of_its_owner() -> None:
    assert {event.owner for event in declared_events()} <= set(OWNERS)
    assert [
        event.type
        for event in declared_events()
        if import_module(event.__module__).OWNER != event.owner  # noqa: SIM300  Neither side is a constant.
    ] == []


def test_no_two_events_have_one_type() -> None:
    assert sorted(event.type for event in declared_events()) == sorted(all_events())


def test_an_event_is_named_like_its_type() -> None:
    assert [
        event.type for event in declared_events() if snake(event.__name__) != event.type.replace(".", "_")
    ] == []


def test_only_the_owner_announces(service: ServiceFolder, source_files: list[SourceFile]) -> None:
    others = {event.__name__ for event in declared_events() if event.owner != service.name}

    assert [
        f"{file.path}: {called}"
        for file in source_files
        if service.package in file.rooms
        for called in file.calls()
        if called in others
    ] == []


def test_who_keeps_something_of_customers_forgets_it(service: ServiceFolder) -> None:
    rows = import_module(f"{service.package}.storage.rows").Row.metadata
    keeps = any("customer_id" in table.columns or table.name == "customers" for table in rows.sorted_tables)
    handlers = import_module(f"{service.package}.messages").HANDLERS
    forgets = CustomerAnonymized in handlers or service.name == CustomerAnonymized.owner

    assert forgets is keeps


def test_a_handler_is_called_after_its_event(service: ServiceFolder) -> None:
    handlers = import_module(f"{service.package}.messages").HANDLERS

    assert {event: handler.__name__ for event, handler in handlers.items() if event is not Event} == {
        event: f"on_{snake(event.__name__)}" for event in handlers if event is not Event
    }
