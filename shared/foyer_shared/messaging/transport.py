"""What a bus must be able to do, whichever it is: RabbitMQ, or a table of the embedded run."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

DELAYS: tuple[float, ...] = (1, 5, 30, 120)
"""Seconds before each further try."""

TRIES = len(DELAYS) + 1
"""So many tries, then a message is a dead letter."""

HANDLERS_AT_ONCE = 4
"""Messages of one reader that one process works on at a time. More than its pool keeps open cost more."""

UNROUTABLE = "unroutable"
"""The reader of messages that nobody reads; they are its dead letters."""


class TransportAway(Exception):
    """The bus cannot be reached. Nothing is lost: whoever publishes waits and tries again."""


class NoSuchDeadLetter(LookupError):
    """The reader has no dead letter of that message."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes onto the bus. The id is the event's: readers drop a second message that has it too."""

    id: str
    routing_key: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The bus has stored the message for each of its readers."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Nobody knows whether it arrived, or the bus could not take it now: publish it again."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The bus will never take this message, for a reason that lies in the message."""

    reason: str


Outcome = Confirmed | Unconfirmed | Refused


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that came to a reader; `attempt` is 1 for the first try."""

    message: Message
    attempt: int


@dataclass(frozen=True, slots=True)
class Done:
    """Handled and committed, or seen before: it leaves the queue."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Nothing was committed; it comes again after the delay of this attempt."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dead:
    """Nothing was committed and no further try would help: an operator decides."""

    reason: str


@dataclass(frozen=True, slots=True)
class DatabaseAway:
    """The reader's database does not answer: consuming pauses, and no try is spent."""


Verdict = Done | Retry | Dead | DatabaseAway

Deliver = Callable[[Delivery], Awaitable[Verdict]]
"""Handles one message and never raises; the dispatcher of a service is one."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits for a reader: `waiting` counts what is delayed or being handled here too."""

    waiting: int
    dead: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that its reader gave up on."""

    message: Message
    reason: str
    attempts: int
    since: datetime | None


class DeadLetters(Protocol):
    """A reader's dead letters, for the operator. `TransportAway` when the bus does not answer."""

    async def list_dead(self, reader: str, *, limit: int = 100) -> list[DeadLetter]:
        """The oldest first; they stay where they are."""

    async def show(self, reader: str, message_id: str) -> DeadLetter:
        """One of them; raises NoSuchDeadLetter."""

    async def replay(self, reader: str, message_id: str) -> None:
        """Put it back into the reader's queue with all its tries; raises NoSuchDeadLetter."""

    def replay_all(self, reader: str, wanted: Callable[[DeadLetter], bool]) -> AsyncIterator[int]:
        """Put back those of now that are wanted; yields how many after each batch of them."""

    async def drop(self, reader: str, message_id: str) -> None:
        """Throw it away; raises NoSuchDeadLetter."""


class Publisher(Protocol):
    """The side of a bus that the relay needs."""

    async def publish(self, messages: Sequence[Message]) -> list[Outcome]:
        """Publish all of them; one outcome each, in order. Raises TransportAway when none could be sent."""


class Transport(Publisher, Protocol):
    """A bus. It delivers at least once and in any order; inbox and `subjectversion` make that harmless."""

    @property
    def dead_letters(self) -> DeadLetters:
        """What could not be handled."""

    async def start(self) -> None:
        """Get ready. A bus that is away now is no error: it is connected to as soon as it is there."""

    async def stop(self) -> None:
        """Stop taking messages, let the running handlers finish, and close."""

    async def declare(self, reader: str, bindings: Sequence[str]) -> None:
        """Make the reader's queues, so that they keep messages from now on whether or not it runs.

        `bindings` are topic patterns (`subscriptions.subscription.paused`, `invoicing.#`, `#`); they replace
        nothing that was bound before. Raises TransportAway.
        """

    async def consume(self, reader: str, bindings: Sequence[str], deliver: Deliver) -> None:
        """Declare the reader and hand it its messages until `stop_consuming`; returns at once."""

    async def stop_consuming(self, reader: str) -> None:
        """Take no more messages for the reader, and wait until its running handlers have finished."""

    async def backlog(self, reader: str) -> Backlog:
        """What waits for the reader. Raises TransportAway, so it is also the check that the bus works."""
