"""From a message to a committed effect, and what becomes of it otherwise."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.support import TicketOpened, TicketReplied
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.messaging.transport import DatabaseAway, Dead, Delivery, Done, Message, Retry
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_shared.testing.messaging import READING, TICKET_OPENED, announce, effects, note_effect
from foyer_shared.testing.outbox import announced
from opentelemetry import trace
from sqlalchemy import func, select
from structlog.testing import capture_logs

SECRET = "a word that nobody may log"


async def refuse(work: Work, event: TicketOpened, envelope: Envelope) -> None:
    """Has an effect, announces, and fails after both."""
    await note_effect(work, event, envelope)
    work.announce(TICKET_OPENED, subject="tkt_2", version=1)
    raise ValueError(SECRET)


async def wait(work: Work, event: TicketOpened, envelope: Envelope) -> None:
    """Cannot be applied yet."""
    raise NotYet("subscription sub_1 has not arrived")


@pytest.fixture
async def envelope(database: Database) -> Envelope:
    """An event as the bus brings it."""
    return await announce(database)


@pytest.fixture
def delivery(envelope: Envelope) -> Callable[..., Delivery]:
    """Makes the delivery of that event, or of one that differs in some attributes."""

    def make(attempt: int = 1, **changes: Any) -> Delivery:
        body = json.loads(envelope.model_dump_json(exclude_none=True)) | changes
        message = Message(envelope.id, envelope.routing_key(), json.dumps(body).encode())
        return Delivery(message, attempt)

    return make


async def test_the_handler_works_on_behalf_of_the_event(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    seen: list[tuple[Origin, Event, Envelope]] = []

    async def look(work: Work, event: TicketOpened, envelope: Envelope) -> None:
        seen.append((work.origin, event, envelope))

    verdict = await Dispatcher("billing", database, {TicketOpened: look}).dispatch(delivery())

    assert verdict == Done()
    origin = Origin(Scope(NORTHWIND, ADA), Actor.system("billing"), NOW, causation_id=envelope.id)
    assert seen == [(origin, TICKET_OPENED, envelope)]


async def test_effect_and_inbox_commit_together(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {TicketOpened: note_effect})

    assert await dispatcher.dispatch(delivery()) == Done()

    assert await effects(database) == [envelope.id]
    assert await inbox(database) == [(envelope.id, "billing")]


async def test_what_is_called_after_the_commit_sees_its_effect_once(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    called: list[str] = []

    async def handler(work: Work, event: Event, envelope: Envelope) -> None:
        work.after_commit.append(lambda: called.append(envelope.id))
        if not called_for_the_first_time:
            called_for_the_first_time.append(True)
            raise ValueError(SECRET)
        assert called == []

    called_for_the_first_time: list[bool] = []
    dispatcher = Dispatcher("reading", database, {TicketOpened: handler})
    await dispatcher.dispatch(delivery())
    assert called == []
    await dispatcher.dispatch(delivery(attempt=2))
    await dispatcher.dispatch(delivery(attempt=3))
    assert called == [delivery().message.id]


async def test_a_repeat_has_no_effect(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {TicketOpened: note_effect})

    assert [await dispatcher.dispatch(delivery(attempt)) for attempt in (1, 1, 2)] == [Done()] * 3

    assert await effects(database) == [envelope.id]


async def test_each_reader_has_its_own_inbox(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    for reader in ("billing", "portal"):
        await Dispatcher(reader, database, {TicketOpened: note_effect}).dispatch(delivery())

    assert await effects(database) == [envelope.id] * 2


async def test_a_failed_try_leaves_nothing(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {TicketOpened: refuse})

    verdict = await dispatcher.dispatch(delivery(attempt=4))

    assert isinstance(verdict, Retry)
    assert verdict.reason.startswith("ValueError at ")
    assert await effects(database) == []
    assert await inbox(database) == []
    assert [each.id for each in await announced(database)] == [envelope.id]


async def test_the_fifth_failed_try_is_the_last(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {TicketOpened: refuse})

    verdict = await dispatcher.dispatch(delivery(attempt=5))

    assert isinstance(verdict, Dead)
    assert verdict.reason.startswith("ValueError at ")
    assert await inbox(database) == []


async def test_neither_reason_nor_log_repeats_what_was_said(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {TicketOpened: refuse})

    with capture_logs() as logs:
        verdict = await dispatcher.dispatch(delivery(attempt=5))

    assert [line["event"] for line in logs] == ["event_failed", "event_dead"]
    assert SECRET not in f"{verdict} {logs}"
    assert TICKET_OPENED.ticket.subject not in f"{verdict} {logs}"


async def test_what_cannot_be_applied_yet_comes_again(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    early = await Dispatcher("billing", database, {TicketOpened: wait}).dispatch(delivery(1))
    later = await Dispatcher("billing", database, {TicketOpened: note_effect}).dispatch(delivery(2))

    assert (early, later) == (Retry("NotYet: subscription sub_1 has not arrived"), Done())
    assert await effects(database) == [envelope.id]


async def test_the_reader_of_everything_leaves_an_event_to_its_own_handler(
    database: Database, envelope: Envelope, delivery: Callable[..., Delivery]
) -> None:
    everything = Dispatcher("portal", database, {Event: note_effect, TicketReplied: refuse})
    own = Dispatcher("billing", database, {Event: refuse, TicketOpened: note_effect})

    assert await everything.dispatch(delivery()) == Done()
    assert await own.dispatch(delivery()) == Done()

    assert await effects(database) == [envelope.id] * 2


async def test_an_unknown_type_is_parked(database: Database, delivery: Callable[..., Delivery]) -> None:
    handlers = {Event: note_effect}
    dispatcher = Dispatcher("billing", database, handlers)

    assert await dispatcher.dispatch(delivery(type="ticket.eaten")) == Dead("unknown_type")
    assert await Dispatcher("billing", database, {}).dispatch(delivery()) == Dead("unknown_type")

    assert await effects(database) == []
    assert await inbox(database) == []


async def test_an_envelope_that_is_none_is_dead_at_once(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {Event: note_effect})
    no_json = Delivery(Message("evt_1", "support.ticket.opened", b"{"), 1)

    assert await dispatcher.dispatch(no_json) == Dead("malformed_envelope: body")
    assert await dispatcher.dispatch(delivery(businessid=None)) == Dead("malformed_envelope: businessid")


async def test_data_that_break_the_contract_are_dead_at_once(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    dispatcher = Dispatcher("billing", database, {Event: note_effect})
    data = TICKET_OPENED.model_dump(mode="json")
    data["ticket"]["status"] = SECRET

    assert await dispatcher.dispatch(delivery(data=data)) == Dead("invalid_data: ticket.status")


async def test_a_database_that_is_away_spends_no_try(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    nowhere = Database("postgresql://foyer:foyer@127.0.0.1:1/nowhere", READING)
    dispatcher = Dispatcher("billing", nowhere, {TicketOpened: note_effect})

    assert await dispatcher.dispatch(delivery(attempt=5)) == DatabaseAway()


async def test_a_database_that_goes_away_under_a_handler_spends_no_try(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    async def lose(work: Work, event: TicketOpened, envelope: Envelope) -> None:
        own = await work.session.scalar(select(func.pg_backend_pid()))
        async with database.session() as session:
            await session.execute(select(func.pg_terminate_backend(own)))
        await note_effect(work, event, envelope)

    dispatcher = Dispatcher("billing", database, {TicketOpened: lose})

    assert await dispatcher.dispatch(delivery(attempt=5)) == DatabaseAway()
    assert await effects(database) == []


async def test_the_handler_continues_the_trace_of_the_event(
    database: Database, delivery: Callable[..., Delivery]
) -> None:
    traces: list[int] = []

    async def look(work: Work, event: TicketOpened, envelope: Envelope) -> None:
        traces.append(trace.get_current_span().get_span_context().trace_id)

    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    await Dispatcher("billing", database, {TicketOpened: look}).dispatch(delivery(traceparent=parent))

    assert traces == [0x0AF7651916CD43DD8448EB211C80319C]


async def inbox(database: Database) -> list[tuple[str, str]]:
    table = database.tables.inbox
    async with database.session() as session:
        return [tuple(row) for row in await session.execute(select(table.c.message_id, table.c.reader))]
