"""Postgres is restarted under load: callers are told to come again, consumers wait, no try is spent."""

import os
import random
import signal
import time

import httpx
import pytest

from tests.e2e.faults.fleet import PARTS
from tests.e2e.faults.healing import count_paused, wait_until_healed
from tests.e2e.faults.load_of_work import Load
from tests.e2e.faults.servers import IS_LONG, Servers, ask_queues
from tests.e2e.faults.waiting import wait_for

pytestmark = pytest.mark.faults

PAUSES = 60 if IS_LONG else 30
READER = "notifications all"


def test_postgres_is_restarted_under_load(servers: Servers, seed: int) -> None:
    fleet = servers.fleet
    reader = fleet.parts[READER]
    assert reader.process is not None
    before, spent = count_paused(fleet.database_url), _tries_spent(servers)
    met = reader.log.read_text().count("database_away")

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(1)
        os.kill(reader.process.pid, signal.SIGSTOP)  # So that messages wait for it when the database goes.
        load.wait_for_pauses(_between(10, 20, seed))
        servers.postgres.stop()
        asking = {"Authorization": f"Bearer {fleet.api_key}"}
        refused = httpx.get(f"{fleet.url}/v1/subscriptions", headers=asking, timeout=30)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        os.kill(reader.process.pid, signal.SIGCONT)
        wait_for(
            lambda: reader.log.read_text().count("database_away") > met,
            "a consumer to meet the outage",
            seconds=60,
        )
        waiting = _waiting(servers)
        assert waiting > 0
        time.sleep(10 if IS_LONG else 2)
        assert _waiting(servers) == waiting  # Nothing was acknowledged, nothing set aside.
        assert [servers.state(name)[0] for name in PARTS] == [503] * len(PARTS)
        servers.start_postgres()
    wait_until_healed(fleet)

    assert _tries_spent(servers) == spent
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def _waiting(servers: Servers) -> int:
    """How many messages notifications has in its queue or in its hands."""
    return ask_queues(servers.rabbitmq, "messages")["foyer.notifications"]


def _tries_spent(servers: Servers) -> float:
    return sum(
        servers.measure(name, metric)
        for name in PARTS
        for metric in ("foyer_events_retried_total", "foyer_events_dead_total")
    )


def _between(least: int, most: int, seed: int) -> int:
    return random.Random(seed).randint(least, most)  # noqa: S311  It chooses a moment, and guards nothing.
