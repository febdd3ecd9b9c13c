"""How a message of ours looks in RabbitMQ once it is on its way to one reader: the headers that it gains."""

from collections.abc import Mapping

from aio_pika.abc import AbstractIncomingMessage

from foyer_shared.messaging.transport import DeadLetter, Message

ATTEMPT = "foyer-attempt"
"""Which try this delivery is, from 1."""
ROUTING_KEY = "foyer-routing-key"
"""The event's own; a message that was published straight into a queue comes with the queue's name."""
REASON = "foyer-reason"
"""Why the last try failed."""


def failed(attempt: int, reason: str) -> Mapping[str, str | int]:
    """What a message gains when it leaves its queue for a delay queue or the dead queue."""
    return {ATTEMPT: attempt, REASON: reason}


def as_message(incoming: AbstractIncomingMessage) -> Message:
    """The message as it was published."""
    own = {
        name: value
        for name, value in incoming.headers.items()
        if isinstance(value, str) and not name.startswith(("foyer-", "x-"))
    }
    routing_key = incoming.headers.get(ROUTING_KEY) or incoming.routing_key or ""
    return Message(incoming.message_id or "", str(routing_key), incoming.body, own)


def attempt_of(incoming: AbstractIncomingMessage, *, otherwise: int = 1) -> int:
    """Which try it is; `otherwise` while it has not been retried."""
    attempt = incoming.headers.get(ATTEMPT)
    return attempt if isinstance(attempt, int) else otherwise


def as_dead_letter(incoming: AbstractIncomingMessage) -> DeadLetter:
    """A message of a dead queue; without a reason of ours it is RabbitMQ that moved it there."""
    reason = incoming.headers.get(REASON) or incoming.headers.get("x-first-death-reason") or "unroutable"
    return DeadLetter(
        as_message(incoming), str(reason), attempt_of(incoming, otherwise=0), incoming.timestamp
    )
