"""What waits is counted, and a bus that is away for a moment is not taken for an empty one."""

from types import SimpleNamespace
from typing import Any

import pytest
from foyer_local import quiet
from foyer_local.quiet import until_quiet, waiting_here
from foyer_shared.messaging.transport import TransportAway


class Bus:
    """Says how many messages wait, one answer after the other; None: it is away."""

    def __init__(self, *waiting: int | None) -> None:
        self.waiting = list(waiting)

    async def backlog(self, reader: str) -> Any:
        count = self.waiting.pop(0)
        if count is None:
            raise TransportAway("closed")
        return SimpleNamespace(waiting=count)


async def test_it_is_quiet_when_nothing_has_waited_twice_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none_unsent(_database: object) -> int:
        return 0

    monkeypatch.setattr(quiet, "count_unsent", none_unsent)
    bus: Any = Bus(3, 0, None, 0, 1, 0, 0, 7)
    service: Any = SimpleNamespace(name="support", database=None)

    await until_quiet(lambda: waiting_here([service], bus))

    assert bus.waiting == [7]
