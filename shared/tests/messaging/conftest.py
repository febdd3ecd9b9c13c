"""Both buses with quick delays, and a small service to read with."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import Message, Transport
from foyer_shared.storage.database import Database
from foyer_shared.testing.messaging import QUICK, READING, Recorder
from foyer_shared.testing.plugin import MakeDatabase


@pytest.fixture
async def database(make_database: MakeDatabase) -> Database:
    """Of the small service."""
    return await make_database(READING)


@pytest.fixture
def database_url(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(params=["in_process", "rabbitmq"])
def bus(request: pytest.FixtureRequest) -> str:
    """Which bus the test is run with."""
    return str(request.param)


@pytest.fixture
async def make_transport(
    bus: str, request: pytest.FixtureRequest, database_url: str
) -> AsyncIterator[Callable[[], Transport]]:
    """Makes transports to one and the same bus, as several processes would."""
    url = request.getfixturevalue("rabbitmq_vhost_url") if bus == "rabbitmq" else database_url

    def make() -> Transport:
        if bus == "rabbitmq":
            transport: Transport = RabbitTransport(url, Topology(delays=QUICK))
        else:
            transport = InProcessTransport(url, delays=QUICK, poll=0.05)
        stack.push_async_callback(transport.stop)
        return transport

    async with contextlib.AsyncExitStack() as stack:
        yield make


@pytest.fixture
def transport(make_transport: Callable[[], Transport]) -> Transport:
    """One of them."""
    return make_transport()


@pytest.fixture
def refusable(bus: str) -> Message:
    """A message that this bus will never take."""
    headers = {"rabbitmq": {"CC": "RabbitMQ wants a list here"}, "in_process": {"nul": "\0"}}[bus]
    return Message("evt_refusable", "invoicing.order.placed", b"{}", headers)


@pytest.fixture
def recorder() -> Recorder:
    """A reader that has everything done."""
    return Recorder()


@pytest.fixture
async def run_relay() -> AsyncIterator[Callable[[Relay], Relay]]:
    """Runs a relay until the test ends."""
    async with contextlib.AsyncExitStack() as stack:

        def run(relay: Relay) -> Relay:
            task = asyncio.create_task(relay.run())
            stack.push_async_callback(asyncio.wait_for, task, 5)
            stack.push_async_callback(relay.stop)
            return relay

        yield run
