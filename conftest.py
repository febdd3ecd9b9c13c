"""All rooms share one set of fixtures; `make test` shares the files out among several processes."""

import os

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling
from xdist.workermanage import WorkerController

pytest_plugins = ["foyer_shared.testing.plugin"]

# A busy machine makes values slowly, and a fixture that only makes them may serve all examples.
settings.register_profile(
    "foyer",
    settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("foyer")

_WHOLE_SYSTEM = "tests/e2e/"
"""Its tests share one planted demo, so that one process does them all; it takes longest and begins first.

Nothing asynchronous can come after it in that process, where the browser's loop runs. So it is given nothing
more, and where there is no other process the whole system comes last."""


class ByFile(LoadScopeScheduling):
    """A file's tests share servers and so stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return _WHOLE_SYSTEM if nodeid.startswith(_WHOLE_SYSTEM) else nodeid.partition("::")[0]

    def _reschedule(self, node: WorkerController) -> None:
        if _WHOLE_SYSTEM in self.assigned_work[node]:
            node.shutdown()  # When it has done what it was given.
        else:
            super()._reschedule(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """What `pytest -n` deals tests out by."""
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole system first, if there are other processes for the rest."""
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
        items.sort(key=lambda item: not item.nodeid.startswith(_WHOLE_SYSTEM))
