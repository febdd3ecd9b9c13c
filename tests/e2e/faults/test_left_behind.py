"""Whoever owns a private server is killed while it starts: the next one starts on the folder, alone."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ, find_binaries
from foyer_shared.testing.missing import lacking

from tests.e2e.faults.local_run import nodes_on, processes_with
from tests.e2e.folders import data_folder

pytestmark = pytest.mark.faults

KILLS = 3
POSTGRES = "LocalPostgres(Path(sys.argv[1]), durable=False)"
RABBITMQ = "LocalRabbitMQ(Path(sys.argv[1]))"
START_AND_WAIT = """
import sys, time
from pathlib import Path
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
print("begins", flush=True)
print({server}.start(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not there yet."""
    with data_folder() as data_dir:
        yield data_dir / "postgres"


def test_an_owner_dies_while_it_starts(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  It chooses a moment, and guards nothing.
    whole_start = _killed_after(folder, None)
    for _ in range(KILLS):
        _killed_after(folder, chance.uniform(0, whole_start))

    server = LocalPostgres(folder, durable=False)
    url = server.start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert len(_postmasters(folder)) == 1
    server.stop()
    assert _postmasters(folder) == []


def test_an_owner_dies_while_it_makes_the_cluster(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  As above.
    for _ in range(KILLS):
        _killed_after(folder, chance.uniform(0.05, 1))

    server = LocalPostgres(folder, durable=False)
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert len(_postmasters(folder)) == 1
    server.stop()


def test_an_owner_of_rabbitmq_dies_while_it_starts(tmp_path: Path, seed: int) -> None:
    if find_binaries() is None:
        lacking("RabbitMQ is not installed; install rabbitmq-server to test it.")
    _killed_after(tmp_path, random.Random(seed).uniform(0.1, 5), RABBITMQ)  # noqa: S311  As above.

    node = LocalRabbitMQ(tmp_path)
    node.start()
    assert len(nodes_on(tmp_path)) == 1
    node.stop()
    assert nodes_on(tmp_path) == []


def _killed_after(folder: Path, seconds: float | None, server: str = POSTGRES) -> float:
    """An owner that is killed so long after it began, or once it is ready; how long it lived."""
    command = [sys.executable, "-c", START_AND_WAIT.replace("{server}", server), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"begins\n"
        began = time.monotonic()
        if seconds is None:
            assert b"://" in owner.stdout.readline()
        else:
            time.sleep(seconds)
        owner.kill()
    return time.monotonic() - began


def _postmasters(folder: Path) -> list[int]:
    return processes_with(f"-D\0{folder / 'cluster'}\0")
