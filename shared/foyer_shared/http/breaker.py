"""Keeps callers from waiting for a service that hangs: after one has waited in vain, nobody asks it until it
has answered a probe.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from contextvars import Context

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger()

FIRST_GAP = 0.5
LONGEST_GAP = 4.0
"""Seconds between two probes; there is never more than one under way."""


class Breaker:
    """Open while the service is taken to hang. Only lost time opens it: a quick failure costs nobody much."""

    def __init__(self, name: str, probe: Callable[[], Awaitable[bool]]) -> None:
        """`probe` says whether the service answers; it neither raises nor takes long."""
        self._name = name
        self._probe = probe
        self._probing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether asking would be in vain."""
        return self._probing is not None and not self._probing.done()

    def open(self) -> None:
        """Somebody has waited in vain."""
        if not self.is_open:
            log.warning("service_hangs", owner=self._name)
            # In a context of its own: it is no part of the request that found out.
            self._probing = asyncio.create_task(
                self._probe_until_back(), name=f"probe {self._name}", context=Context()
            )

    async def close(self) -> None:
        """Probe no more."""
        if self._probing is not None:
            self._probing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._probing

    async def _probe_until_back(self) -> None:
        gap = FIRST_GAP
        # The first one is made at once: a service that was merely slow is asked again in no time.
        while not await self._probe():
            await asyncio.sleep(gap)
            gap = min(gap * 2, LONGEST_GAP)
        log.info("service_answers_again", owner=self._name)
