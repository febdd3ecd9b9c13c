"""What Prometheus is told is so, whichever process is asked and whatever is away."""

from collections.abc import AsyncIterator, Callable

import pytest
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.transport import Message, Refused, Transport
from foyer_shared.messaging.watch import Watch, look_everywhere
from foyer_shared.storage.database import Database
from foyer_shared.testing.messaging import (
    READING,
    ScriptedPublishing,
    announce,
    effects,
    eventually,
    note_effect,
)
from prometheus_client import REGISTRY
from sqlalchemy import func, update

RunRelay = Callable[[Relay], Relay]


@pytest.fixture
async def watch(database: Database, transport: Transport) -> AsyncIterator[Watch]:
    """Looks at the small service, as its processes do; it reads as `reading`."""
    watch = Watch("reading", database, transport)
    watch.begin()
    yield watch
    watch.end()


def measured(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels or {"service": "reading"})


async def test_what_waits_in_the_outbox_is_counted_and_as_old_as_it_is(
    database: Database, transport: Transport, watch: Watch, run_relay: RunRelay
) -> None:
    await announce(database)
    await make_older(database, hours=1)
    await announce(database)
    await look_everywhere()
    assert measured("foyer_outbox_waiting") == 2
    assert 3600 <= (measured("foyer_outbox_oldest_seconds") or 0) < 3660

    await make_older(database, hours=1)
    await look_everywhere()
    assert 7200 <= (measured("foyer_outbox_oldest_seconds") or 0) < 7260

    run_relay(Relay(database, transport))
    await eventually(lambda: _is_empty(watch))
    assert measured("foyer_outbox_oldest_seconds") == 0


async def test_it_is_so_for_a_process_whose_relay_stands_by(
    database: Database, watch: Watch, run_relay: RunRelay
) -> None:
    holding, standing_by = ScriptedPublishing(), ScriptedPublishing()
    run_relay(Relay(database, holding, poll=0.02))
    one = await announce(database)
    await eventually(lambda: holding.published == [[one.id]])
    run_relay(Relay(database, standing_by, poll=0.02))
    holding.script = [lambda _: [Refused("too large")]]
    another = await announce(database)
    await eventually(lambda: holding.published == [[one.id], [another.id]])

    await eventually(lambda: _has_set_aside(watch, 1))
    assert measured("foyer_outbox_waiting") == 0
    assert standing_by.published == []


async def test_dead_letters_are_counted_by_reader_until_they_are_dropped(
    database: Database, transport: Transport, watch: Watch
) -> None:
    consumer = Consumer("reading", database, {TicketOpened: note_effect}, transport)
    await consumer.start()
    await transport.publish([Message("evt_odd", "support.ticket.opened", b"no envelope")])
    await transport.publish([Message("evt_lost", "support.ticket.forgotten", b"{}")])

    await eventually(lambda: _has_dead(watch, 1, 1))
    await transport.dead_letters.drop("reading", "evt_odd")
    await eventually(lambda: _has_dead(watch, 0, 1))
    assert measured("foyer_queue_waiting") == 0
    await consumer.stop()


async def test_what_waits_on_the_bus_is_counted(
    database: Database, transport: Transport, watch: Watch
) -> None:
    await transport.declare("reading", ["support.#"])
    for number in range(3):
        await transport.publish([Message(f"evt_{number}", "support.ticket.opened", b"{}")])
    await eventually(lambda: _has_waiting(watch, 3))


async def test_an_event_is_timed_and_a_failed_try_counted(database: Database, transport: Transport) -> None:
    tries = 0

    async def fail_once(*given: object) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise LookupError
        await note_effect(*given)  # type: ignore[arg-type]  # As they came.

    labels = {"service": "reading", "type": "ticket.opened"}
    names = ("foyer_events_retried_total", "foyer_events_handled_total", "foyer_event_handler_seconds_count")
    before = [measured(name, **labels) or 0 for name in names]
    consumer = Consumer("reading", database, {TicketOpened: fail_once}, transport)
    await consumer.start()
    event = await announce(database)
    body = event.model_dump_json().encode()
    await transport.publish([Message(event.id, "support.ticket.opened", body)])

    await eventually(lambda: _has_effects(database, [event.id]))
    await consumer.stop()
    after = [measured(name, **labels) or 0 for name in names]
    assert [one - other for one, other in zip(after, before, strict=True)] == [1, 1, 2]


async def test_without_its_database_it_says_so_and_keeps_what_it_knew(
    database: Database, watch: Watch, transport: Transport
) -> None:
    await announce(database)
    await make_older(database, hours=1)
    await look_everywhere()
    assert (measured("foyer_database_up"), measured("foyer_bus_up")) == (1, 1)
    nowhere = Database("postgresql://foyer:foyer@127.0.0.1:1/foyer", READING)

    await Watch("reading", nowhere, transport).look()

    assert (measured("foyer_database_up"), measured("foyer_bus_up")) == (0, 1)
    assert (measured("foyer_outbox_oldest_seconds") or 0) >= 3600


async def test_the_pool_is_measured(database: Database, watch: Watch) -> None:
    async with database.session() as session:
        await session.execute(func.now().select())
        await watch.look()
        assert measured("foyer_database_pool_in_use") == 1
    await watch.look()
    assert measured("foyer_database_pool_in_use") == 0
    assert measured("foyer_database_pool_size") == 10


async def make_older(database: Database, *, hours: int) -> None:
    outbox = database.tables.outbox
    async with database.session() as session:
        await session.execute(
            update(outbox).values(recorded_at=outbox.c.recorded_at - func.make_interval(0, 0, 0, 0, hours))
        )


async def _is_empty(watch: Watch) -> bool:
    await watch.look()
    return measured("foyer_outbox_waiting") == 0


async def _has_set_aside(watch: Watch, count: int) -> bool:
    await watch.look()
    return measured("foyer_outbox_set_aside_rows") == count


async def _has_dead(watch: Watch, own: int, unroutable: int) -> bool:
    await watch.look()
    counts = [measured("foyer_dead_letters", reader=reader) for reader in ("reading", "unroutable")]
    return counts == [own, unroutable]


async def _has_waiting(watch: Watch, count: int) -> bool:
    await watch.look()
    return measured("foyer_queue_waiting") == count


async def _has_effects(database: Database, ids: list[str]) -> bool:
    return await effects(database) == ids
