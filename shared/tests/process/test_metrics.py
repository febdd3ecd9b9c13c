"""What a process tells Prometheus after some work, by the names that alerts and operators go by."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_shared.http.callers import CallerTokenMint, Surface
from foyer_shared.http.client import ServiceClient
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.transport import Message
from foyer_shared.process import Process, Role
from foyer_shared.storage.database import Database
from foyer_shared.testing import a_caller
from foyer_shared.testing.callers import a_key_pair
from foyer_shared.testing.messaging import eventually
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, update

Run = Callable[[Role], Awaitable[Process]]
Measured = Callable[..., Awaitable[float | None]]


@pytest.fixture
def measured(asking: httpx.AsyncClient) -> Measured:
    """Asks a process as Prometheus does; None when there is no such series."""

    async def measure(process: Process, name: str, **labels: str) -> float | None:
        text = (await asking.get(f"{process.url}/metrics")).text
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == name and sample.labels == labels:
                    return float(sample.value)
        return None

    return measure


async def tell(process: Process) -> None:
    """A command that announces one event."""
    client = ServiceClient(process.url, "support", CallerTokenMint(a_key_pair()[0]))
    try:
        await client.post("/customer/tickets", caller=a_caller(Surface.CUSTOMER))
    finally:
        await client.close()


async def test_all_that_an_operator_goes_by_is_measured(run: Run, watched: Any, measured: Measured) -> None:
    process = await run(Role.ALL)
    of_event = {"service": "support", "type": "ticket.opened"}
    handled = "foyer_events_handled_total"
    before = await measured(process, handled, **of_event) or 0
    of_request = {"service": "support", "method": "POST", "route": "/customer/tickets", "status": "200"}
    asked = await measured(process, "foyer_request_seconds_count", **of_request) or 0

    await tell(process)
    await eventually(lambda: _is(measured(process, handled, **of_event), before + 1))

    assert await measured(process, "foyer_request_seconds_count", **of_request) == asked + 1
    assert (await measured(process, "foyer_event_handler_seconds_count", **of_event) or 0) >= 1
    assert (await measured(process, "foyer_job_seconds_count", service="support", job="note") or 0) >= 1
    assert (await measured(process, "process_resident_memory_bytes") or 0) > 10_000_000
    now = {
        "foyer_outbox_waiting": 0,
        "foyer_outbox_oldest_seconds": 0,
        "foyer_outbox_set_aside_rows": 0,
        "foyer_queue_waiting": 0,
        "foyer_database_up": 1,
        "foyer_bus_up": 1,
        "foyer_database_pool_size": 10,
    }
    await eventually(lambda: _is(measured(process, "foyer_outbox_waiting", service="support"), 0))
    assert {name: await measured(process, name, service="support") for name in now} == now
    for reader in ("support", "unroutable"):
        assert await measured(process, "foyer_dead_letters", reader=reader) == 0


async def test_a_dead_letter_is_told_by_every_process(run: Run, watched: Any, measured: Measured) -> None:
    worker, api = await run(Role.WORKER), await run(Role.API)
    transport = worker._watch._transport
    await transport.publish([Message("evt_odd", "support.ticket.opened", b"no envelope")])
    await eventually(lambda: _is(measured(worker, "foyer_dead_letters", reader="support"), 1))
    await eventually(lambda: _is(measured(api, "foyer_dead_letters", reader="support"), 1))
    assert (await measured(worker, "foyer_events_dead_total", service="support", type="unknown") or 0) >= 1


async def test_while_the_bus_is_away_the_oldest_event_grows_old(
    watched: Any, measured: Measured, database: Database
) -> None:
    nowhere = RabbitTransport("amqp://guest:guest@127.0.0.1:1/")
    process = Process(watched.service, Role.API, nowhere)
    await process.start()
    try:
        await tell(process)
        assert await measured(process, "foyer_bus_up", service="support") == 0
        assert await measured(process, "foyer_outbox_waiting", service="support") == 1
        for hours in (1, 2):
            outbox = database.tables.outbox
            past = func.now() - func.make_interval(0, 0, 0, 0, hours)
            async with database.session() as session:
                await session.execute(update(outbox).values(recorded_at=past))
            age = await measured(process, "foyer_outbox_oldest_seconds", service="support") or 0
            assert hours * 3600 <= age < hours * 3600 + 60
    finally:
        await process.stop()
        await nowhere.stop()


async def test_each_measurement_says_its_unit(run: Run, asking: httpx.AsyncClient) -> None:
    process = await run(Role.API)
    text = (await asking.get(f"{process.url}/metrics")).text
    families = text_string_to_metric_families(text)
    ours = [each for each in families if re.fullmatch(r"foyer_\w+(?<!_created)", each.name)]
    assert len(ours) >= 15
    for family in ours:
        assert family.documentation.endswith(".")
        assert family.name.endswith("_seconds") == ("econds" in family.documentation)


async def _is(measurement: Awaitable[float | None], value: float) -> bool:
    return await measurement == value
