"""Waits until everything that was announced has been handled."""

import asyncio
from collections.abc import Iterable

from foyer_shared.messaging.outbox import count_unsent
from foyer_shared.messaging.transport import Transport
from foyer_shared.service import Service

_LOOKS = 2
"""An event that is being handled may announce another: all was empty when it was so twice in a row."""


async def until_quiet(services: Iterable[Service], transport: Transport) -> None:
    """Return when all outboxes and queues are empty."""
    quiet = 0
    while quiet < _LOOKS:
        waiting = [await _waiting(service, transport) for service in services]
        quiet = 0 if any(waiting) else quiet + 1
        await asyncio.sleep(0.05)


async def _waiting(service: Service, transport: Transport) -> int:
    unsent = await count_unsent(service.database)
    return unsent + (await transport.backlog(service.name)).waiting
