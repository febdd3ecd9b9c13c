"""What one process tells, all hear: in one process, and over RabbitMQ while its connections break."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from foyer_shared.messaging.fanout import LOST, Fanout, InProcessFanout
from foyer_shared.messaging.fanout_rabbitmq import MOST_PENDING, RabbitFanout
from foyer_shared.testing.messaging import eventually
from foyer_shared.testing.wire import Wire, wire_to
from sqlalchemy import make_url

Heard = list[bytes]


@pytest.fixture
async def wire(rabbitmq_vhost_url: str) -> AsyncIterator[Wire]:
    """Between the first process and the broker."""
    url = make_url(rabbitmq_vhost_url)
    async with wire_to(str(url.host), url.port or 5672) as wire:
        yield wire


@pytest.fixture
async def over() -> AsyncIterator[Callable[[str], RabbitFanout]]:
    """Makes the fan-out of a process over an address."""
    async with contextlib.AsyncExitStack() as stack:

        def make(url: str) -> RabbitFanout:
            fanout = RabbitFanout(url)
            stack.push_async_callback(fanout.stop)
            return fanout

        yield make


@pytest.fixture
def one(over: Callable[[str], RabbitFanout], rabbitmq_vhost_url: str, wire: Wire) -> RabbitFanout:
    """A process at the end of the wire."""
    url = make_url(rabbitmq_vhost_url).set(host="127.0.0.1", port=wire.port)
    return over(url.render_as_string(hide_password=False))


@pytest.fixture
def other(over: Callable[[str], RabbitFanout], rabbitmq_vhost_url: str) -> RabbitFanout:
    """Another process."""
    return over(rabbitmq_vhost_url)


async def hears(fanout: Fanout, teller: Fanout) -> Heard:
    """Listen, and wait until the way from the teller is there."""
    heard: Heard = []
    fanout.listen(heard.append)
    await fanout.start()
    await teller.start()
    async with asyncio.timeout(10):
        while b"ready?" not in heard:
            teller.tell(b"ready?")
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)  # Until the last of them has come.
    heard.clear()
    return heard


async def test_in_one_process_it_comes_at_once() -> None:
    fanout = InProcessFanout()
    heard: list[Heard] = [[], []]
    for listener in heard:
        fanout.listen(listener.append)
    fanout.tell(b"something changed")
    assert heard == [[b"something changed"], [b"something changed"]]


async def test_every_process_hears_the_teller_too(one: RabbitFanout, other: RabbitFanout) -> None:
    own, others = await hears(one, one), await hears(other, one)
    own.clear()
    one.tell(b"something changed")
    await eventually(lambda: own == others == [b"something changed"])


async def test_after_a_break_all_hear_that_something_may_be_lost(
    one: RabbitFanout, other: RabbitFanout, wire: Wire
) -> None:
    own, others = await hears(one, one), await hears(other, one)
    own.clear()
    wire.is_whole = False
    wire.cut()
    await asyncio.sleep(0.05)
    one.tell(b"while away")
    wire.is_whole = True
    await eventually(lambda: set(own) == set(others) == {b"while away", LOST})


async def test_a_broker_that_is_away_costs_the_teller_nothing(one: RabbitFanout, wire: Wire) -> None:
    wire.is_whole = False
    await one.start()
    for number in range(MOST_PENDING + 2):
        one.tell(b"change %d" % number)
    assert list(one._pending) == [LOST, b"change %d" % MOST_PENDING, b"change %d" % (MOST_PENDING + 1)]
    heard: Heard = []
    one.listen(heard.append)
    wire.is_whole = True
    await eventually(lambda: b"change %d" % (MOST_PENDING + 1) in heard)
    assert heard[0] == LOST


async def test_nothing_stays_at_the_broker_when_the_processes_are_gone(
    one: RabbitFanout, other: RabbitFanout
) -> None:
    await hears(other, one)
    one.tell(b"the last word")
    await one.stop()
    await other.stop()
    await other.start()
    heard: Heard = []
    other.listen(heard.append)
    other.tell(b"anew")
    await eventually(lambda: heard)
    assert heard == [b"anew"]


async def test_starting_and_stopping_twice_is_harmless(one: RabbitFanout, other: RabbitFanout) -> None:
    heard = await hears(other, one)
    await one.start()
    one.tell(b"once")
    await eventually(lambda: heard)
    assert heard == [b"once"]
    await one.stop()
    await one.stop()
