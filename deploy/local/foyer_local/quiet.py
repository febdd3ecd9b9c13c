"""Waits until everything that was announced has been handled."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from foyer_shared.messaging.outbox import count_unsent
from foyer_shared.messaging.transport import Transport, TransportAway
from foyer_shared.service import Service

_LOOKS = 2
"""An event that is being handled may announce another: all was empty when it was so twice in a row."""


async def until_quiet(waiting: Callable[[], Awaitable[int]]) -> None:
    """Return when nothing is on its way; `waiting` counts what is."""
    quiet = 0
    while quiet < _LOOKS:
        quiet = 0 if await waiting() else quiet + 1
        await asyncio.sleep(0.05)


async def waiting_here(services: Iterable[Service], transport: Transport) -> int:
    """How many events wait in the outboxes and queues of services that run in this process."""
    try:
        return sum([await _waiting_of(service, transport) for service in services])
    except TransportAway:  # For a moment, such as when it closes a connection: that is not quiet.
        return 1


async def _waiting_of(service: Service, transport: Transport) -> int:
    unsent = await count_unsent(service.database)
    return unsent + (await transport.backlog(service.name)).waiting
