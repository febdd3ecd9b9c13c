"""All rooms share one set of fixtures; `make test` shares the files out among several processes."""

import re

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

pytest_plugins = ["foyer_shared.testing.plugin"]

# A busy machine makes values slowly, and a fixture that only makes them may serve all examples.
settings.register_profile(
    "foyer",
    settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("foyer")

_JOURNEYS = "tests/e2e/journeys/"
_LONG = (_JOURNEYS, "tests/e2e/", "deploy/")
_RUNS = "tests/e2e/faults/test_make_run.py"
_FLEET = "tests/e2e/faults/test_processes.py", "tests/e2e/faults/test_servers.py"
_ON_RABBITMQ = re.compile(r"[\[-](rabbitmq|separate)[-\]]")
"""In a test's name: the ways to run that are not in one process."""


class ByFile(LoadScopeScheduling):
    """A file's tests share servers and so stay together, but for those that each start a run of their own.
    Two files share a fleet.

    Journeys share a demo and the system that runs on it: one process does those on the in-process bus,
    another those on RabbitMQ. They take longest and begin first.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_RUNS):
            return nodeid
        if nodeid.startswith(_FLEET):
            return "a fleet of processes"
        if not nodeid.startswith(_JOURNEYS):
            return nodeid.partition("::")[0]
        return _JOURNEYS + ("on RabbitMQ" if _ON_RABBITMQ.search(nodeid) else "in one process")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """What `pytest -n` deals tests out by."""
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys first, all in a row, then the rest that takes long: at the end others would wait for it."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, long in enumerate(_LONG) if item.nodeid.startswith(long)), len(_LONG))
