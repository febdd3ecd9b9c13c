"""`foyer declare`: an event that is sent before any worker has ever run waits for each of its readers."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from foyer_operator.commands.declare import declare_all
from foyer_operator.services import NAMES, bindings
from foyer_operator.settings import OperatorSettings
from foyer_operator.system import System
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.transport import Backlog, Confirmed, Message, TransportAway
from sqlalchemy import make_url

READERS_OF_TICKETS = {"subscriptions", "notifications", "portal-bff"}
TICKET = Message("evt_1", "support.ticket.opened", b"{}")


def _declare(amqp_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")}
    # Nothing answers at the database's address: it is not needed.
    addresses = {
        "FOYER_AMQP_URL": amqp_url,
        "FOYER_DATABASE_URL": f"postgresql://foyer@127.0.0.1:{free_port()}/foyer",
    }
    return subprocess.run(
        [Path(sys.executable).with_name("foyer"), "declare", *arguments],
        env=clean | addresses,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _all(kind: str, api: str, amqp_url: str) -> list[dict[str, Any]]:
    """All queues or bindings of the virtual host, as RabbitMQ's HTTP API lists them."""
    found = httpx.get(f"{api.rstrip('/')}/api/{kind}/{make_url(amqp_url).database}")
    found.raise_for_status()
    listed: list[dict[str, Any]] = found.json()
    return listed


async def test_every_reader_is_reached_before_any_worker_runs(
    rabbitmq_urls: tuple[str, str], rabbitmq_vhost_url: str
) -> None:
    said = _declare(rabbitmq_vhost_url)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == (
        "Queues are there for subscriptions, invoicing, payments, support, notifications, portal-bff.\n"
    )

    queues = {queue["name"] for queue in _all("queues", rabbitmq_urls[1], rabbitmq_vhost_url)}
    ends = ("", ".dead", ".delay.1", ".delay.2", ".delay.3", ".delay.4")
    assert queues == {"foyer.unroutable", *(f"foyer.{name}{end}" for name in NAMES for end in ends)}
    bound = {
        (binding["destination"], binding["routing_key"])
        for binding in _all("bindings", rabbitmq_urls[1], rabbitmq_vhost_url)
        if binding["source"] == "foyer.events"
    }
    assert bound == {(f"foyer.{name}", pattern) for name in NAMES for pattern in bindings(name)}

    bus = RabbitTransport(rabbitmq_vhost_url)
    try:
        assert await bus.publish([TICKET]) == [Confirmed()]
        assert {name: await bus.backlog(name) for name in (*NAMES, "unroutable")} == {
            name: Backlog(waiting=int(name in READERS_OF_TICKETS), dead=0) for name in (*NAMES, "unroutable")
        }
        # Again, as with each release: what waits stays.
        assert _declare(rabbitmq_vhost_url).returncode == 0
        assert await bus.backlog("notifications") == Backlog(waiting=1, dead=0)
    finally:
        await bus.stop()


@pytest.mark.parametrize("wait", [(), ("--wait", "1")])
def test_a_bus_that_stays_away_is_one_line(wait: tuple[str, ...]) -> None:
    port = free_port()
    said = _declare(f"amqp://foyer:secret@127.0.0.1:{port}/", *wait)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == f"RabbitMQ at 127.0.0.1:{port} does not answer.\n"


async def test_a_bus_that_comes_late_is_waited_for(
    rabbitmq_vhost_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    class Late(RabbitTransport):
        """Away for the first two tries."""

        async def declare(self, reader: str, bindings: Sequence[str]) -> None:
            tried.append(reader)
            if len(tried) <= 2:
                raise TransportAway("not there yet")
            await super().declare(reader, bindings)

    monkeypatch.setattr("foyer_operator.commands.declare.BETWEEN", 0.01)
    bus = Late(rabbitmq_vhost_url)
    try:
        system = System("", bus, OperatorSettings())
        await declare_all(system, until=time.monotonic() + 60)
        assert tried == ["subscriptions"] * 2 + list(NAMES)
    finally:
        await bus.stop()
