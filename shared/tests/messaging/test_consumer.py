"""A service with its handlers on a bus: from an event that commits here to an effect that commits there."""

import asyncio
from collections.abc import Callable
from functools import partial

from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.support import TicketOpened, TicketReplied
from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.topology import bindings_of
from foyer_shared.messaging.transport import Backlog, Message, Transport
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.testing.messaging import (
    READING,
    announce,
    copies,
    effects,
    eventually,
    keep_copy,
    note_effect,
)
from foyer_shared.testing.wire import wire_to
from prometheus_client import REGISTRY
from sqlalchemy import make_url, select


def test_bindings_come_from_the_handlers_events() -> None:
    assert bindings_of([TicketReplied, TicketOpened]) == ("support.ticket.opened", "support.ticket.replied")
    assert bindings_of([Event]) == ("#",)
    assert bindings_of([]) == ()


async def test_an_event_has_its_effect_in_another_service(
    database: Database, transport: Transport, run_relay: Callable[[Relay], Relay]
) -> None:
    consumer = Consumer("billing", database, {TicketOpened: note_effect}, transport)
    await consumer.start()
    run_relay(Relay(database, transport))

    event = await announce(database)

    await eventually(lambda: _has_effects(database, [event.id]))
    await eventually(lambda: consumer.in_flight == 0)
    await consumer.stop()


async def test_a_message_that_is_published_twice_has_one_effect(
    database: Database, transport: Transport
) -> None:
    consumer = Consumer("billing", database, {TicketOpened: note_effect}, transport)
    await consumer.start()
    one, last = await announce(database, "tkt_1"), await announce(database, "tkt_2")

    await transport.publish([as_message(one)] * 3)
    await transport.publish([as_message(one), as_message(last)])

    await eventually(lambda: _is_handled(transport, consumer))
    assert sorted(await effects(database)) == sorted([one.id, last.id])
    await consumer.stop()


async def test_a_copy_keeps_the_newest_version_whatever_comes_last(
    database: Database, transport: Transport
) -> None:
    consumer = Consumer("billing", database, {TicketOpened: keep_copy}, transport)
    await consumer.start()
    first, second, third = [await announce(database, "tkt_1", version) for version in (1, 2, 3)]
    other = await announce(database, "tkt_2", 7)

    for event, copied in ((second, {"tkt_1": 2}), (first, {"tkt_1": 2}), (third, {"tkt_1": 3})):
        await transport.publish([as_message(event)])
        await eventually(partial(_has_seen, database, event))
        assert await copies(database) == copied
    await transport.publish([as_message(other), as_message(second)])

    await eventually(lambda: _is_handled(transport, consumer))
    assert await copies(database) == {"tkt_1": 3, "tkt_2": 7}
    await consumer.stop()


async def test_a_fact_has_its_effect_whatever_came_before(database: Database, transport: Transport) -> None:
    consumer = Consumer("billing", database, {TicketOpened: note_effect}, transport)
    await consumer.start()
    facts = [await announce(database, "tkt_1", version) for version in (1, 2, 3)]

    for event in reversed(facts):
        await transport.publish([as_message(event)])
        await eventually(partial(_has_seen, database, event))

    assert await effects(database) == [event.id for event in reversed(facts)]
    await consumer.stop()


async def test_consuming_pauses_while_the_database_is_away(
    database: Database, database_url: str, transport: Transport
) -> None:
    address = make_url(database_url)
    retried = retried_total()
    event = await announce(database)
    async with wire_to(str(address.host), address.port or 5432) as wire:
        over_wire = address.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
        reading = Database(over_wire, READING)
        consumer = Consumer("billing", reading, {TicketOpened: note_effect}, transport)
        await consumer.start()
        wire.is_whole = False

        await transport.publish([as_message(event)])

        await eventually(lambda: wire.refused >= 2)
        assert await transport.backlog("billing") == Backlog(waiting=1, dead=0)
        assert await effects(database) == []
        wire.is_whole = True
        await eventually(lambda: _has_effects(database, [event.id]))
        await eventually(lambda: _is_handled(transport, consumer))
        await consumer.stop()
        await reading.close()
    assert retried_total() == retried


async def test_a_fact_that_came_too_early_is_applied_later(database: Database, transport: Transport) -> None:
    tries: list[str] = []

    async def on_ticket_opened(work: Work, event: TicketOpened, envelope: Envelope) -> None:
        tries.append(envelope.id)
        await note_effect(work, event, envelope)
        if len(tries) < 3:
            raise NotYet("the customer has not arrived")

    consumer = Consumer("billing", database, {TicketOpened: on_ticket_opened}, transport)
    await consumer.start()
    event = await announce(database)

    await transport.publish([as_message(event)])

    await eventually(lambda: _has_effects(database, [event.id]))
    assert tries == [event.id] * 3
    await consumer.stop()


async def test_what_fails_five_times_is_a_dead_letter_with_its_reason(
    database: Database, transport: Transport
) -> None:
    async def on_ticket_opened(work: Work, event: TicketOpened, envelope: Envelope) -> None:
        raise NotYet("the customer has not arrived")

    consumer = Consumer("billing", database, {TicketOpened: on_ticket_opened}, transport)
    await consumer.start()
    event = await announce(database)

    await transport.publish([as_message(event)])

    await eventually(lambda: _has_dead(transport, "billing", 1))
    letter = await transport.dead_letters.show("billing", event.id)
    assert (letter.reason, letter.attempts) == ("NotYet: the customer has not arrived", 5)
    assert await effects(database) == []
    await consumer.stop()


async def test_an_unknown_type_is_parked_at_once(database: Database, transport: Transport) -> None:
    consumer = Consumer("billing", database, {Event: note_effect}, transport)
    await consumer.start()
    event = (await announce(database)).model_copy(update={"type": "ticket.eaten"})

    await transport.publish([as_message(event)])

    await eventually(lambda: _has_dead(transport, "billing", 1))
    letter = await transport.dead_letters.show("billing", event.id)
    assert (letter.reason, letter.attempts, letter.message) == ("unknown_type", 1, as_message(event))
    await consumer.stop()


async def test_what_runs_is_counted_and_finished_before_stopping(
    database: Database, transport: Transport
) -> None:
    async def on_ticket_opened(work: Work, event: TicketOpened, envelope: Envelope) -> None:
        await asyncio.sleep(0.2)
        await note_effect(work, event, envelope)

    consumer = Consumer("billing", database, {TicketOpened: on_ticket_opened}, transport)
    await consumer.start()
    event = await announce(database)
    await transport.publish([as_message(event)])
    await eventually(lambda: consumer.in_flight == 1)

    await consumer.stop()

    assert consumer.in_flight == 0
    assert await effects(database) == [event.id]


async def test_a_service_without_handlers_reads_nothing(database: Database, transport: Transport) -> None:
    consumer = Consumer("billing", database, {}, transport)
    await consumer.start()
    await transport.publish([as_message(await announce(database))])

    assert await transport.backlog("billing") == Backlog(waiting=0, dead=0)
    await consumer.stop()


def as_message(event: Envelope) -> Message:
    body = event.model_dump_json(exclude_none=True).encode()
    return Message(event.id, event.routing_key(), body, {})


def retried_total() -> float:
    labels = {"service": "billing", "type": "ticket.opened"}
    return REGISTRY.get_sample_value("foyer_events_retried_total", labels) or 0


async def _has_seen(database: Database, event: Envelope) -> bool:
    inbox = database.tables.inbox
    async with database.session() as session:
        return event.id in list(await session.scalars(select(inbox.c.message_id)))


async def _has_effects(database: Database, ids: list[str]) -> bool:
    return await effects(database) == ids


async def _has_dead(transport: Transport, reader: str, count: int) -> bool:
    return (await transport.backlog(reader)).dead == count


async def _is_handled(transport: Transport, consumer: Consumer) -> bool:
    return consumer.in_flight == 0 and (await transport.backlog(consumer.reader)).waiting == 0
