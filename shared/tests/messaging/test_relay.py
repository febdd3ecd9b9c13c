"""From the outbox to the bus: everything that has committed, whatever breaks."""

import asyncio
from collections.abc import Callable, Sequence

from foyer_shared.messaging import outbox as outboxes
from foyer_shared.messaging.outbox import count_unsent
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.transport import (
    Confirmed,
    Message,
    Outcome,
    Refused,
    Transport,
    TransportAway,
    Unconfirmed,
)
from foyer_shared.messaging.wake_up import OutboxBell
from foyer_shared.storage.database import Database
from foyer_shared.testing.messaging import READING, Recorder, ScriptedPublishing, announce, eventually
from prometheus_client import REGISTRY
from sqlalchemy import select, text

RunRelay = Callable[[Relay], Relay]


async def test_what_has_committed_arrives(
    database: Database, transport: Transport, recorder: Recorder, run_relay: RunRelay
) -> None:
    await transport.consume("billing", ["support.ticket.opened"], recorder)
    before = await announce(database)
    run_relay(Relay(database, transport))
    after = await announce(database)

    await eventually(lambda: len(recorder.deliveries) == 2)

    assert sorted(recorder.ids) == sorted([before.id, after.id])
    first = next(each.message for each in recorder.deliveries if each.message.id == before.id)
    assert first.body == before.model_dump_json(exclude_none=True).encode()
    await eventually(lambda: _all_sent(database))


async def test_two_relays_at_once_send_once_each(
    database: Database,
    make_transport: Callable[[], Transport],
    recorder: Recorder,
    run_relay: RunRelay,
) -> None:
    one, other = make_transport(), make_transport()
    await one.consume("billing", ["#"], recorder)
    ids = [(await announce(database)).id for _ in range(5)]

    run_relay(Relay(database, one, poll=0.02))
    run_relay(Relay(database, other, poll=0.02))
    ids += [(await announce(database)).id for _ in range(5)]

    await eventually(lambda: _all_sent(database))
    await eventually(lambda: len(recorder.ids) >= 10)
    await asyncio.sleep(0.1)
    assert sorted(recorder.ids) == sorted(ids)


async def test_the_one_that_stands_by_takes_over(database: Database, run_relay: RunRelay) -> None:
    first, second = ScriptedPublishing(), ScriptedPublishing()
    leader = run_relay(Relay(database, first, poll=0.02))
    one = await announce(database)
    await eventually(lambda: first.published == [[one.id]])
    run_relay(Relay(database, second, poll=0.02))

    await leader.stop()
    another = await announce(database)

    await eventually(lambda: second.published == [[another.id]])
    assert first.published == [[one.id]]


async def test_an_outage_of_the_bus_is_waited_out(database: Database, run_relay: RunRelay) -> None:
    def away(_: Sequence[Message]) -> list[Outcome]:
        raise TransportAway("down")

    bus = ScriptedPublishing([away, away, away])
    event = await announce(database)

    run_relay(Relay(database, bus, poll=0.02))

    await eventually(lambda: _all_sent(database))
    assert bus.published == [[event.id]] * 4


async def test_a_row_that_was_not_confirmed_is_sent_again_and_holds_up_nobody(
    database: Database, run_relay: RunRelay
) -> None:
    bus = ScriptedPublishing([lambda messages: [Unconfirmed(), *[Confirmed()] * (len(messages) - 1)]])
    first, second = await announce(database), await announce(database)

    run_relay(Relay(database, bus, poll=0.02))

    await eventually(lambda: _all_sent(database))
    assert bus.published == [[first.id, second.id], [first.id]]
    assert await attempts(database) == [2, 1]


async def test_a_row_that_is_refused_for_itself_is_set_aside(database: Database, run_relay: RunRelay) -> None:
    bus = ScriptedPublishing([lambda _: [Refused("too large"), Confirmed()]])
    first, second = await announce(database), await announce(database)
    counted = set_aside_total()

    run_relay(Relay(database, bus, poll=0.02))

    await eventually(lambda: _all_sent(database))
    outbox = database.tables.outbox
    async with database.session() as session:
        rows = await session.execute(select(outbox.c.message_id, outbox.c.set_aside).order_by("position"))
        assert [tuple(row) for row in rows] == [(first.id, "too large"), (second.id, None)]
    assert bus.published == [[first.id, second.id]]
    assert set_aside_total() == counted + 1


async def test_more_than_a_batch_goes_in_order(database: Database, run_relay: RunRelay) -> None:
    ids = [(await announce(database)).id for _ in range(outboxes.BATCH + 1)]
    bus = ScriptedPublishing()

    run_relay(Relay(database, bus))

    await eventually(lambda: _all_sent(database))
    assert bus.published == [ids[: outboxes.BATCH], ids[outboxes.BATCH :]]


async def test_a_commit_in_another_process_wakes_the_relay(
    database: Database, database_url: str, run_relay: RunRelay
) -> None:
    bus, elsewhere = ScriptedPublishing(), Database(database_url, READING)
    bell = OutboxBell(elsewhere)
    run_relay(Relay(database, bus, poll=60))
    awake = await announce(database)
    await eventually(lambda: bus.published == [[awake.id]])

    event = await announce(elsewhere)

    await eventually(lambda: bus.published == [[awake.id], [event.id]])
    await bell.stop()
    await elsewhere.close()


async def test_without_any_call_polling_finds_the_row(
    database: Database, database_url: str, run_relay: RunRelay
) -> None:
    bus, elsewhere = ScriptedPublishing(), Database(database_url, READING)
    run_relay(Relay(database, bus, poll=0.05))

    event = await announce(elsewhere)

    await eventually(lambda: bus.published == [[event.id]])
    await elsewhere.close()


async def test_stopping_sends_what_has_committed(database: Database) -> None:
    bus = ScriptedPublishing()
    relay = Relay(database, bus, poll=60)
    running = asyncio.create_task(relay.run())
    first = await announce(database)
    await eventually(lambda: bus.published == [[first.id]])
    last = await announce(database)

    await relay.stop()

    assert bus.published == [[first.id], [last.id]]
    await running


async def test_a_relay_whose_connection_breaks_goes_on(database: Database, run_relay: RunRelay) -> None:
    bus = ScriptedPublishing()
    run_relay(Relay(database, bus, poll=0.05))
    first = await announce(database)
    await eventually(lambda: _all_sent(database))

    async with database.session() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database "
                "WHERE datname = current_database())"
            )
        )
    second = await announce(database)

    await eventually(lambda: bus.published == [[first.id], [second.id]])


def set_aside_total() -> float:
    return REGISTRY.get_sample_value("foyer_outbox_set_aside_total", {"service": "reading"}) or 0


async def attempts(database: Database) -> list[int]:
    outbox = database.tables.outbox
    async with database.session() as session:
        return list(await session.scalars(select(outbox.c.attempts).order_by(outbox.c.position)))


async def _all_sent(database: Database) -> bool:
    return await count_unsent(database) == 0
