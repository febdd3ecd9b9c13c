"""A server goes away, hangs or dies under a load: commands are taken or refused in time, and all arrives."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from functools import partial

import httpx
import pytest
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from foyer_shared.local_servers.rabbitmq_cluster import LocalRabbitMQCluster

from tests.e2e.faults.fleet import LONGEST_ANSWER, PARTS, PATIENCE
from tests.e2e.faults.healing import count_paused, wait_until_healed
from tests.e2e.faults.load_of_work import Load
from tests.e2e.faults.seeds import IS_LONG
from tests.e2e.faults.servers import Servers
from tests.e2e.waiting import wait_for

pytestmark = pytest.mark.faults

OUTAGE = 30 if IS_LONG else 4
"""Seconds."""
PAUSES = 200 if IS_LONG else 30
"""Each of another subscription."""
FEW_PAUSES = 60 if IS_LONG else 24

IN_TIME = 2
"""Seconds for a probe; Kubernetes waits three for one."""

ANSWERS = 10
"""So many commands at least are answered while RabbitMQ is away."""
MEANWHILE = 20
"""So many at most while it is being stopped."""

SETTLING = 4
"""Seconds: a quorum queue whose leader dies within the first second may stay unusable for good."""

RELAY = "subscriptions worker"
READER = "notifications all"
QUEUE = "foyer.notifications"

SURVIVOR = "portal-bff all"
"""Reads everything; it is not started again while RabbitMQ is frozen."""
GIVEN_UP = "was stuck"
"""What aiormq logs of a connection on which no heartbeat has come for too long."""


def test_rabbitmq_is_stopped(servers: Servers, seed: int) -> None:
    fleet = servers.fleet
    before = count_paused(fleet.database_url)

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(_between(1, 8, seed))
        load.hold(after=MEANWHILE)  # A quick machine would be done before the server has stopped.
        servers.rabbitmq.stop(at_once=_is_killed(seed))
        load.go_on()
        end = time.monotonic() + OUTAGE
        _wait_for_answers_without_the_bus(servers, load)
        age = _age_of_oldest(servers)
        wait_for(
            lambda: _age_of_oldest(servers) > max(age, 1) + 1, "the outbox's age to grow", seconds=PATIENCE
        )
        assert servers.count_unsent() >= ANSWERS
        time.sleep(max(0, end - time.monotonic()))
        servers.start_rabbitmq()
    wait_until_healed(fleet)

    assert _age_of_oldest(servers) == 0
    assert count_paused(fleet.database_url) - before == load.pauses == load.subscriptions == PAUSES


def test_rabbitmq_is_frozen(servers: Servers, seed: int) -> None:
    fleet = servers.fleet
    before = count_paused(fleet.database_url)
    timed_out = _lines(servers, RELAY, "relay_bus_away")
    given_up = {name: _lines(servers, name, GIVEN_UP) for name in (READER, SURVIVOR)}

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(_between(1, 12, seed))
        servers.rabbitmq.freeze()
        _wait_for_answers_without_the_bus(servers, load)
        wait_for(
            lambda: _lines(servers, RELAY, "relay_bus_away") > timed_out,
            "publishing to time out",
            seconds=PATIENCE,
        )
        wait_for(
            lambda: all(_lines(servers, name, GIVEN_UP) > count for name, count in given_up.items()),
            "readers to give their connections up",
            seconds=PATIENCE,
        )
        assert servers.count_unsent() >= ANSWERS
        _probes_are_answered(servers)
        fleet.stop_parts(RELAY, READER, "subscriptions api")  # Though the bus says no farewell.
        time.sleep(OUTAGE if IS_LONG else 0)
        servers.rabbitmq.thaw()
        fleet.start_missing()
    wait_until_healed(fleet)

    assert _age_of_oldest(servers) == 0
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def test_postgres_is_restarted_under_load(servers: Servers, seed: int) -> None:
    fleet = servers.fleet
    reader = fleet.parts[READER]
    assert reader.process is not None
    before, spent = count_paused(fleet.database_url), _tries_spent(servers)
    met = _lines(servers, READER, "database_away")

    with Load(fleet.url, fleet.api_key, pauses=FEW_PAUSES, seed=seed) as load:
        load.wait_for_pauses(1)
        os.kill(reader.process.pid, signal.SIGSTOP)  # So that messages wait for it when the database goes.
        load.wait_for_pauses(_between(8, 16, seed))
        wait_for(lambda: servers.count_waiting(READER) > 0, "messages to wait", seconds=PATIENCE)
        servers.stop_postgres(at_once=_is_killed(seed))
        asking = {"Authorization": f"Bearer {fleet.api_key}"}
        refused = httpx.get(f"{fleet.url}/v1/subscriptions", headers=asking, timeout=LONGEST_ANSWER)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        os.kill(reader.process.pid, signal.SIGCONT)
        wait_for(
            lambda: _lines(servers, READER, "database_away") > met,
            "a consumer to meet the outage",
            seconds=PATIENCE,
        )
        waiting = servers.count_waiting(READER)
        assert waiting > 0
        time.sleep(OUTAGE if IS_LONG else 2)
        assert servers.count_waiting(READER) == waiting  # An acknowledged one would have let the next in.
        assert [servers.state(name)[0] for name in PARTS] == [503] * len(PARTS)
        servers.start_postgres()
    wait_until_healed(fleet)

    assert _tries_spent(servers) == spent
    assert count_paused(fleet.database_url) - before == load.pauses == FEW_PAUSES


def test_a_cluster_loses_its_leader(servers: Servers, seed: int) -> None:
    fleet, cluster = servers.fleet, servers.cluster
    servers.start_cluster()
    time.sleep(SETTLING)
    before = count_paused(fleet.database_url)
    first = cluster.leader(QUEUE)

    with Load(fleet.url, fleet.api_key, pauses=FEW_PAUSES, seed=seed) as load:
        load.wait_for_pauses(_between(1, 15, seed))
        first.stop(at_once=True)
        wait_for(partial(_another_leads, cluster, first), "another node to lead", seconds=PATIENCE)
    wait_until_healed(fleet)
    assert count_paused(fleet.database_url) - before == load.pauses == FEW_PAUSES

    cluster.start()
    with Load(fleet.url, fleet.api_key, pauses=10, seed=seed):
        pass
    wait_until_healed(fleet)
    assert count_paused(fleet.database_url) - before == FEW_PAUSES + 10


def _another_leads(cluster: LocalRabbitMQCluster, first: LocalRabbitMQ) -> bool:
    """While nobody leads, a node may take its time to say so."""
    with suppress(subprocess.TimeoutExpired):
        return cluster.leader(QUEUE) is not first
    return False


def _wait_for_answers_without_the_bus(servers: Servers, load: Load) -> None:
    """Commands are taken; the worker says that it is not ready, and the process that answers is."""
    answered = load.answered
    wait_for(lambda: load.answered >= answered + ANSWERS, "commands to be answered", seconds=PATIENCE)
    status, state = servers.state(RELAY)
    assert (status, state["bus"], state["database"]) == (503, False, True)
    status, state = servers.state("subscriptions api")
    assert (status, state["bus"]) == (200, False)


def _probes_are_answered(servers: Servers) -> None:
    """In time, by processes that need no bus, which they ask and which hangs."""
    fleet = servers.fleet
    probes = [f"{fleet.parts[name].url}/readyz" for name in ("subscriptions api", "portal-bff all")]
    for probe in (*probes, f"{fleet.url}/healthz"):
        # On a busy machine one may be late for another reason; if it waited for the bus, all would be.
        wait_for(partial(_is_answered_in_time, probe), f"{probe} in time", seconds=PATIENCE)


def _is_answered_in_time(probe: str) -> bool:
    began = time.monotonic()
    answer = httpx.get(probe, timeout=LONGEST_ANSWER)
    return answer.status_code == httpx.codes.OK and time.monotonic() - began < IN_TIME


def _age_of_oldest(servers: Servers) -> float:
    return servers.measure(RELAY, "foyer_outbox_oldest_seconds")


def _tries_spent(servers: Servers) -> float:
    return sum(
        servers.measure(name, metric)
        for name in PARTS
        for metric in ("foyer_events_retried_total", "foyer_events_dead_total")
    )


def _lines(servers: Servers, name: str, event: str) -> int:
    return servers.fleet.parts[name].log.read_text().count(event)


def _is_killed(seed: int) -> bool:
    """Every second one is by kill -9, the others with a farewell."""
    return seed % 2 == 1


def _between(least: int, most: int, seed: int) -> int:
    return random.Random(seed).randint(least, most)  # noqa: S311  It chooses a moment, and guards nothing.
