"""All rooms share one set of fixtures; `make test` shares the files out among several processes."""

import re

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

pytest_plugins = ["foyer_shared.testing.plugin"]

_WHOLE_SYSTEM = "tests/e2e/"
"""Its tests share planted demos, one without RabbitMQ and one on it; they take longest and begin first."""
_ON_RABBITMQ = re.compile(r"\[.*(rabbitmq|separate)|test_half_available")


class ByFile(LoadScopeScheduling):
    """A file's tests share servers and so stay together."""

    def _split_scope(self, nodeid: str) -> str:
        if not nodeid.startswith(_WHOLE_SYSTEM):
            return nodeid.partition("::")[0]
        return f"{_WHOLE_SYSTEM} on RabbitMQ" if _ON_RABBITMQ.search(nodeid) else _WHOLE_SYSTEM


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """What `pytest -n` deals tests out by."""
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole system first."""
    items.sort(key=lambda item: not item.nodeid.startswith(_WHOLE_SYSTEM))
