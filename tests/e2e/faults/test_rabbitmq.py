"""RabbitMQ goes away or hangs: commands are taken all the same, and everything arrives in the end."""

import random
import time

import httpx
import pytest

from tests.e2e.faults.healing import count_paused, wait_until_healed
from tests.e2e.faults.load_of_work import Load
from tests.e2e.faults.servers import IS_LONG, Servers
from tests.e2e.faults.waiting import wait_for

pytestmark = pytest.mark.faults

OUTAGE = 30 if IS_LONG else 8
"""Seconds."""
PAUSES = 200 if IS_LONG else 50
ANSWERS = 10
"""So many commands at least are answered during the outage."""

OLDEST = "foyer_outbox_oldest_seconds"


def test_rabbitmq_is_stopped(servers: Servers, seed: int) -> None:
    fleet = servers.fleet
    before = count_paused(fleet.database_url)

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(_between(1, 20, seed))
        servers.rabbitmq.stop()
        end = time.monotonic() + OUTAGE
        _wait_for_answers_without_the_bus(servers, load)
        age = servers.measure("subscriptions worker", OLDEST)
        wait_for(
            lambda: servers.measure("subscriptions worker", OLDEST) > max(age, 1) + 1,
            "the outbox's age to grow",
            seconds=60,
        )
        assert servers.count_unsent() >= ANSWERS
        time.sleep(max(0, end - time.monotonic()))
        servers.start_rabbitmq()
    wait_until_healed(fleet)

    assert servers.measure("subscriptions worker", OLDEST) == 0
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def test_rabbitmq_is_frozen(servers: Servers, seed: int) -> None:
    fleet = servers.fleet
    before = count_paused(fleet.database_url)
    timed_out = _lines(servers, "relay_bus_away")

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(_between(1, 20, seed))
        servers.rabbitmq.freeze()
        _wait_for_answers_without_the_bus(servers, load)
        wait_for(lambda: _lines(servers, "relay_bus_away") > timed_out, "publishing to time out", seconds=60)
        assert servers.count_unsent() >= ANSWERS
        fleet.stop_part("support all")  # Ends in time, though the bus says no farewell.
        if IS_LONG:
            time.sleep(OUTAGE)
        servers.rabbitmq.thaw()
        fleet.start_missing()
    wait_until_healed(fleet)

    assert servers.measure("subscriptions worker", OLDEST) == 0
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def _wait_for_answers_without_the_bus(servers: Servers, load: Load) -> None:
    """Commands are taken; the worker says that it is not ready, and the process that answers is."""
    answered = load.answered
    wait_for(lambda: load.answered >= answered + ANSWERS, "commands to be answered", seconds=60)
    status, state = servers.state("subscriptions worker")
    assert (status, state["bus"], state["database"]) == (httpx.codes.SERVICE_UNAVAILABLE, False, True)
    status, state = servers.state("subscriptions api")
    assert (status, state["bus"]) == (httpx.codes.OK, False)


def _lines(servers: Servers, event: str) -> int:
    return servers.fleet.parts["subscriptions worker"].log.read_text().count(event)


def _between(least: int, most: int, seed: int) -> int:
    return random.Random(seed).randint(least, most)  # noqa: S311  It chooses a moment, and guards nothing.
