"""What a service does with an event."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

Handler = Callable[[Work, Any, Envelope], Awaitable[None]]
"""`on_<event>(work, event, envelope)`: calls one use case; the dispatcher claims the inbox and commits."""


class NotYet(Exception):
    """The fact cannot be applied yet, because what it is about has not arrived."""


def ringing(handler: Handler, *bells: asyncio.Event) -> Handler:
    """The same handler; the bells ring once its work has committed."""

    async def handle(work: Work, event: Any, envelope: Envelope) -> None:
        await handler(work, event, envelope)
        work.after_commit += [bell.set for bell in bells]

    return handle
