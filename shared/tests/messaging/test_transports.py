"""What every bus must do: one suite for RabbitMQ and for the table of the embedded run."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest
from foyer_shared.messaging.transport import (
    TRIES,
    UNROUTABLE,
    Backlog,
    Confirmed,
    DatabaseAway,
    Dead,
    DeadLetter,
    Delivery,
    Done,
    Message,
    NoSuchDeadLetter,
    Refused,
    Retry,
    Transport,
    Verdict,
)
from foyer_shared.testing.messaging import QUICK, Recorder, eventually

PLACED = Message("evt_1", "invoicing.order.placed", b'{"a": 1}', {"traceparent": "00-1-2-01"})


async def test_each_reader_gets_what_it_has_bound(transport: Transport) -> None:
    billing, portal = Recorder(), Recorder()
    await transport.consume("billing", ["*.order.*", "invoicing.invoice.paid"], billing)
    await transport.consume("portal", ["#"], portal)
    keys = ["invoicing.order.placed", "invoicing.order", "invoicing.invoice.paid", "support.ticket.opened"]

    outcomes = await transport.publish([Message(key, key, b"{}") for key in keys])

    assert outcomes == [Confirmed()] * 4
    await eventually(lambda: len(portal.ids) == 4 and len(billing.ids) == 2)
    assert sorted(portal.ids) == sorted(keys)
    assert sorted(billing.ids) == ["invoicing.invoice.paid", "invoicing.order.placed"]


async def test_a_message_arrives_as_it_was_sent(transport: Transport, recorder: Recorder) -> None:
    await transport.consume("billing", ["#"], recorder)

    await transport.publish([PLACED])

    await eventually(lambda: recorder.deliveries)
    assert recorder.deliveries == [Delivery(PLACED, 1)]
    await eventually(lambda: _is_empty(transport, "billing"))


async def test_a_reader_that_does_not_run_misses_nothing(transport: Transport, recorder: Recorder) -> None:
    await transport.declare("billing", ["invoicing.#"])
    await transport.publish([PLACED])
    assert await transport.backlog("billing") == Backlog(waiting=1, dead=0)

    await transport.consume("billing", ["invoicing.#"], recorder)

    await eventually(lambda: recorder.ids == ["evt_1"])


async def test_two_processes_share_a_readers_messages(
    make_transport: Callable[[], Transport],
) -> None:
    one, other, ids = make_transport(), make_transport(), [f"evt_{number}" for number in range(150)]
    here, there = Recorder(), Recorder()
    await one.consume("billing", ["#"], here)
    await other.consume("billing", ["#"], there)

    await one.publish([Message(each, "invoicing.order.placed", b"{}") for each in ids])

    await eventually(lambda: len(here.ids) + len(there.ids) >= len(ids))
    assert sorted(here.ids + there.ids) == sorted(ids)


async def test_a_failed_try_is_repeated_with_growing_delays_then_dead(
    transport: Transport, recorder: Recorder
) -> None:
    recorder.answer = lambda delivery: Dead("NoTax") if delivery.attempt == TRIES else Retry("NoTax")
    await transport.consume("billing", ["#"], recorder)

    await transport.publish([PLACED])

    await eventually(lambda: len(recorder.deliveries) == TRIES)
    waited = [after - before for before, after in pairwise(recorder.times)]
    assert all(gap >= delay for gap, delay in zip(waited, (*QUICK, QUICK[-1], QUICK[-1]), strict=True))
    assert recorder.deliveries == [Delivery(PLACED, attempt) for attempt in (1, 2, 3, 4, 5)]
    await eventually(lambda: _has(transport, "billing", Backlog(waiting=0, dead=1)))
    (letter,) = await transport.dead_letters.list_dead("billing")
    assert (letter.message, letter.reason, letter.attempts) == (PLACED, "NoTax", 5)


async def test_a_delayed_message_holds_up_nobody(transport: Transport, recorder: Recorder) -> None:
    recorder.answer = lambda delivery: (
        Retry("not yet") if delivery.message.id == "evt_1" and delivery.attempt == 1 else Done()
    )
    await transport.consume("billing", ["#"], recorder)

    await transport.publish([PLACED, Message("evt_2", "invoicing.order.placed", b"{}")])

    await eventually(lambda: len(recorder.ids) == 3)
    assert sorted(recorder.ids[:2]) == ["evt_1", "evt_2"]
    assert recorder.deliveries[2] == Delivery(PLACED, 2)


async def test_a_retry_goes_back_to_its_own_reader_alone(transport: Transport) -> None:
    failing = Recorder(lambda delivery: Retry("no") if delivery.attempt == 1 else Done())
    fine = Recorder()
    await transport.consume("billing", ["#"], failing)
    await transport.consume("portal", ["#"], fine)

    await transport.publish([PLACED])

    await eventually(lambda: failing.attempts == [1, 2] and fine.attempts)
    assert fine.attempts == [1]


async def test_no_try_is_spent_while_the_database_is_away(transport: Transport, recorder: Recorder) -> None:
    recorder.answer = lambda _: DatabaseAway() if len(recorder.deliveries) < 3 else Done()
    await transport.consume("billing", ["#"], recorder)

    await transport.publish([PLACED])

    await eventually(lambda: len(recorder.deliveries) == 3)
    assert recorder.deliveries == [Delivery(PLACED, 1)] * 3
    await eventually(lambda: _is_empty(transport, "billing"))


async def test_stopping_while_the_database_is_away_gives_the_message_back(
    make_transport: Callable[[], Transport],
) -> None:
    waiting, next_process = Recorder(lambda _: DatabaseAway()), Recorder()
    first, second = make_transport(), make_transport()
    await first.consume("billing", ["#"], waiting)
    await first.publish([PLACED])
    await eventually(lambda: waiting.deliveries)

    await first.stop()
    await second.consume("billing", ["#"], next_process)

    await eventually(lambda: next_process.deliveries)
    assert next_process.deliveries == [Delivery(PLACED, 1)]


async def test_stopping_lets_the_running_handler_finish(make_transport: Callable[[], Transport]) -> None:
    transport, next_process = make_transport(), Recorder()
    running, finished = asyncio.Event(), asyncio.Event()

    async def slow(_: Delivery) -> Verdict:
        running.set()
        await asyncio.sleep(0.3)
        finished.set()
        return Done()

    await transport.consume("billing", ["#"], slow)
    await transport.publish([PLACED])
    await running.wait()

    await transport.stop_consuming("billing")

    assert finished.is_set()
    await transport.consume("billing", ["#"], next_process)
    await eventually(lambda: _is_empty(transport, "billing"))
    assert next_process.ids == []


async def test_what_nobody_reads_is_caught_and_can_be_sent_again(
    transport: Transport, recorder: Recorder
) -> None:
    await transport.declare("billing", ["support.#"])

    assert await transport.publish([PLACED]) == [Confirmed()]

    assert await transport.backlog("billing") == Backlog(waiting=0, dead=0)
    await eventually(lambda: _has(transport, UNROUTABLE, Backlog(waiting=0, dead=1)))
    letter = await transport.dead_letters.show(UNROUTABLE, "evt_1")
    assert (letter.message, letter.reason) == (PLACED, "unroutable")
    await transport.consume("billing", ["invoicing.#"], recorder)
    await transport.dead_letters.replay(UNROUTABLE, "evt_1")
    await eventually(lambda: recorder.deliveries == [Delivery(PLACED, 1)])
    await eventually(lambda: _is_empty(transport, UNROUTABLE))


async def test_a_dead_letter_is_replayed_with_all_its_tries(transport: Transport, recorder: Recorder) -> None:
    recorder.answer = lambda _: Dead("unknown_type") if len(recorder.deliveries) == 1 else Done()
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([PLACED])
    await eventually(lambda: _has(transport, "billing", Backlog(waiting=0, dead=1)))

    await transport.dead_letters.replay("billing", "evt_1")

    await eventually(lambda: recorder.deliveries == [Delivery(PLACED, 1), Delivery(PLACED, 1)])
    await eventually(lambda: _is_empty(transport, "billing"))


async def test_all_dead_letters_that_are_wanted_are_replayed_once(
    transport: Transport, recorder: Recorder
) -> None:
    ids = [f"evt_{number:03}" for number in range(250)]
    recorder.answer = lambda delivery: (
        Dead("unknown_type") if len(recorder.deliveries) <= 250 or delivery.message.id < "evt_005" else Done()
    )
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([Message(each, "invoicing.order.placed", b"{}") for each in ids])
    await eventually(lambda: _has(transport, "billing", Backlog(waiting=0, dead=250)))

    asked: list[str] = []

    def wanted(letter: DeadLetter) -> bool:
        asked.append(letter.message.id)
        return letter.message.id != "evt_007"

    replayed = [many async for many in transport.dead_letters.replay_all("billing", wanted)]

    assert (sum(replayed), sorted(asked)) == (
        249,
        ids,
    )  # Also of those that are dead again at once.
    await eventually(lambda: len(recorder.ids) == 250 + 249)
    assert sorted(recorder.ids[250:]) == [each for each in ids if each != "evt_007"]
    assert {delivery.attempt for delivery in recorder.deliveries} == {1}
    await eventually(lambda: _has(transport, "billing", Backlog(waiting=0, dead=6)))
    left = await transport.dead_letters.list_dead("billing")
    assert sorted(each.message.id for each in left) == [*ids[:5], "evt_007"]


async def test_one_dead_letter_is_dropped_and_the_others_stay(
    transport: Transport, recorder: Recorder
) -> None:
    recorder.answer = lambda delivery: Dead(f"reason of {delivery.message.id}")
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([Message(each, "invoicing.order.placed", b"{}") for each in ("a", "b", "c")])
    await eventually(lambda: _has(transport, "billing", Backlog(waiting=0, dead=3)))

    await transport.dead_letters.drop("billing", "b")

    left = await transport.dead_letters.list_dead("billing")
    assert sorted((each.message.id, each.reason) for each in left) == [
        ("a", "reason of a"),
        ("c", "reason of c"),
    ]
    assert len(await transport.dead_letters.list_dead("billing", limit=1)) == 1


async def test_a_dead_letter_that_was_looked_at_is_there_at_once(
    transport: Transport, recorder: Recorder
) -> None:
    recorder.answer = lambda _: Dead("unknown_type")
    await transport.consume("billing", ["#"], recorder)
    ids = [f"evt_{number:02}" for number in range(20)]
    await transport.publish([Message(each, "invoicing.order.placed", b"{}") for each in ids])
    await eventually(lambda: _has(transport, "billing", Backlog(waiting=0, dead=20)))
    for _ in range(20):
        await transport.dead_letters.show("billing", "evt_19")
        assert len(await transport.dead_letters.list_dead("billing")) == 20


async def test_there_is_no_such_dead_letter(transport: Transport) -> None:
    await transport.declare("billing", ["#"])
    await transport.publish([PLACED])
    letters = transport.dead_letters
    for ask in (letters.show, letters.replay, letters.drop):
        with pytest.raises(NoSuchDeadLetter):
            await ask("billing", "evt_1")
    assert await transport.backlog("billing") == Backlog(waiting=1, dead=0)


async def test_a_message_that_is_refused_for_itself_holds_up_nobody(
    transport: Transport, recorder: Recorder, refusable: Message
) -> None:
    await transport.consume("billing", ["#"], recorder)
    others = [Message(each, "invoicing.order.placed", b"{}") for each in ("a", "b", "c")]

    outcomes = await transport.publish([others[0], refusable, *others[1:]])

    assert [type(outcome) for outcome in outcomes] == [Confirmed, Refused, Confirmed, Confirmed]
    await eventually(lambda: set(recorder.ids) == {"a", "b", "c"})
    assert await transport.backlog(UNROUTABLE) == Backlog(waiting=0, dead=0)


async def test_a_backlog_of_a_reader_that_nobody_declared_is_empty(transport: Transport) -> None:
    assert await transport.backlog("billing") == Backlog(waiting=0, dead=0)


async def _has(transport: Transport, reader: str, backlog: Backlog) -> bool:
    return await transport.backlog(reader) == backlog


async def _is_empty(transport: Transport, reader: str) -> bool:
    return await _has(transport, reader, Backlog(waiting=0, dead=0))
