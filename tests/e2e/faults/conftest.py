"""What the tests of faults share: seeds, a small demo that was planted once, and a fleet that runs on it."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from foyer_shared.local_servers.rabbitmq import find_binaries
from foyer_shared.testing.missing import lacking

from tests.e2e.faults import small_demo
from tests.e2e.faults.fleet import Fleet
from tests.e2e.faults.local_run import LocalRun
from tests.e2e.faults.seeds import HOW_MANY, IS_LONG, seeds, settle_seeds
from tests.e2e.faults.servers import Servers, servers_on
from tests.e2e.folders import copy_of
from tests.e2e.planting import planted_once, wait_until_at_rest

LONGEST = 1800
"""Seconds for one test: the longest of its waits for an outage, and for everything to arrive after it."""

SUBSCRIPTIONS = (200 if IS_LONG else 30) + HOW_MANY
"""In the demo: so many as a test pauses at most, and one for each that stays paused."""

_IN_TURN = ("test_processes.py", "test_servers.py", "test_left_behind.py", "test_make_run.py")
"""One process plants and does all that needs the fleet. The other does meanwhile what needs nothing planted,
then the runs, one at a time: so the two are done at about the same time.
"""


def pytest_configure() -> None:
    """Before others are started to share the tests out among."""
    settle_seeds()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order in which they are begun; other tests stay where they are."""
    here = Path(__file__).parent
    places = [place for place, item in enumerate(items) if item.path.parent == here]
    in_turn = sorted((items[place] for place in places), key=lambda item: _IN_TURN.index(item.path.name))
    for place, item in zip(places, in_turn, strict=True):
        items[place] = item


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with a `seed` runs once for each; its name shows the seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds(), ids=[f"seed {seed}" for seed in seeds()])


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Whatever a test waits for is bounded; should it hang all the same, it fails where it does."""

    def fail(*_: object) -> None:
        pytest.fail(f"not done after {LONGEST} s")

    signal.signal(signal.SIGALRM, fail)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small demo, as `make run` leaves it; nobody runs on it, take a copy."""
    return planted_once(tmp_path_factory, "small demo", _plant)


def _plant(data_dir: Path) -> None:
    count = {"FOYER_DEMO_CUSTOMERS": str(SUBSCRIPTIONS)}
    run = LocalRun(data_dir, "in-process", module=small_demo.__name__, **count)
    try:
        run.start()
        wait_until_at_rest(data_dir)
    finally:
        run.stop()


@pytest.fixture
def data_dir(planted: Path) -> Iterator[Path]:
    """A copy of the planted folder for one test."""
    with copy_of(planted) as data_dir:
        yield data_dir


@pytest.fixture(scope="session")
def kept_servers(planted: Path) -> Iterator[Servers]:
    """Seven processes on real Postgres and real RabbitMQ, for all tests that kill or break one of these."""
    if find_binaries() is None:
        lacking("RabbitMQ is not installed; install rabbitmq-server to test its faults.")
    with copy_of(planted) as data_dir, servers_on(data_dir) as servers:
        yield servers


@pytest.fixture
def servers(kept_servers: Servers) -> Servers:
    """The same, whole before the test, with nothing else running."""
    kept_servers.restore()
    return kept_servers


@pytest.fixture
def fleet(servers: Servers) -> Fleet:
    """Its processes."""
    return servers.fleet
