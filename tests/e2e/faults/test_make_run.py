"""All of `make run` is killed amid pauses and started again on what it left behind."""

import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from foyer_shared.local_servers.rabbitmq import find_binaries
from foyer_shared.testing.missing import lacking

from tests.e2e.faults import dying
from tests.e2e.faults.dying import between_commit_and_removal, between_confirm_and_mark
from tests.e2e.faults.fleet import Doom
from tests.e2e.faults.healing import count_paused, end_leases, wait_until_whole
from tests.e2e.faults.load_of_work import Load
from tests.e2e.faults.local_run import LocalRun
from tests.e2e.faults.seeds import IS_LONG
from tests.e2e.planting import unsettled

pytestmark = pytest.mark.faults

PAUSES = 60 if IS_LONG else 30
LATEST = PAUSES * 5 // 6
"""So many of them are answered at most before the run dies."""


@pytest.fixture
def bus() -> str:
    """The bus of the run; a test overrides it."""
    return "in-process"


@pytest.fixture
def run(data_dir: Path, bus: str) -> Iterator[LocalRun]:
    """On a copy of the demo; what is left of it when the test fails is ended by a last start and stop."""
    run = LocalRun(data_dir, bus)
    yield run
    if run.stop() is None and (run.postmasters() or run.brokers()):
        run.start()
        run.stop()
    assert (run.postmasters(), run.brokers()) == ([], [])


@pytest.mark.parametrize("point", [None, between_confirm_and_mark, between_commit_and_removal])
def test_the_run_dies_amid_pauses(
    run: LocalRun, seed: int, point: Callable[[dying.Death], None] | None
) -> None:
    chance = random.Random(seed)  # noqa: S311  It chooses a moment, and guards nothing.
    run.start(Doom(point, chance.randint(3, 30)) if point else None)
    before = count_paused(run.database_url)

    with Load(run.url, run.api_key, pauses=PAUSES, seed=seed) as load:
        if point:
            run.wait_for_doom()
        else:
            load.wait_for_pauses(chance.randint(1, LATEST))
            run.kill()
        load.hold()
        (left_behind,) = run.postmasters()
        left = unsettled(run.database_url)
        assert left or not point
        end_leases(run.database_url)

        run.start()
        assert not left & unsettled(run.database_url)  # It was not ready before that.
        (here,) = run.postmasters()
        assert here != left_behind
        load.go_on()
    wait_until_whole(run.database_url, run.transport)
    assert count_paused(run.database_url) - before == load.pauses == PAUSES
    assert run.stop(signal.SIGINT) == 0


@pytest.mark.parametrize("bus", ["rabbitmq"])
def test_the_run_with_a_private_rabbitmq_dies_amid_pauses(run: LocalRun, seed: int) -> None:
    if find_binaries() is None:
        lacking("RabbitMQ is not installed; install rabbitmq-server to test it.")
    run.start()
    before = count_paused(run.database_url)

    with Load(run.url, run.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(random.Random(seed).randint(1, LATEST))  # noqa: S311  As above.
        run.kill()
        load.hold()
        (postgres,), (broker,) = run.postmasters(), run.brokers()
        end_leases(run.database_url)

        run.start()
        (postgres_here,), (broker_here,) = run.postmasters(), run.brokers()
        assert (postgres_here, broker_here) != (postgres, broker)
        load.go_on()
    wait_until_whole(run.database_url, run.transport)
    assert count_paused(run.database_url) - before == load.pauses == PAUSES
    assert run.stop(signal.SIGTERM) == 0
