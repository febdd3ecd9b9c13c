"""What a service does with an event."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

Handler = Callable[[Work, Any, Envelope], Awaitable[None]]
"""`on_<event>(work, event, envelope)`: calls one use case; the dispatcher claims the inbox and commits."""


class NotYet(Exception):
    """The fact cannot be applied yet, because what it is about has not arrived."""
