"""What tests of the bus read with: a small service, a reader that notes everything, a bus with a script."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Table, Text, select
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketData, TicketOpened
from foyer_shared.messaging.transport import Confirmed, Delivery, Done, Message, Outcome, Verdict
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.database import Database
from foyer_shared.storage.rows import service_metadata
from foyer_shared.storage.work import Work
from foyer_shared.testing.makers import ADA, an_origin

SOON = 60
"""Seconds until a test gives up waiting: many, for other tests may keep the machine busy."""

QUICK = (0.05, 0.1)
"""Seconds between tries, fewer than in earnest: later tries wait the last of them."""

READING = service_metadata("reading")
"""A service that has two tables: of what its handlers have done, and of its copies."""

_effects = Table("effects", READING, Column("event_id", Text), Column("subject", Text))


class _Row(SQLModel, registry=registry(metadata=READING)):
    __abstract__ = True


class TicketCopy(_Row, table=True):
    """The copy of a ticket."""

    __tablename__ = "tickets"

    id: str = Field(primary_key=True)
    version: int


TICKET_OPENED = TicketOpened(
    ticket=TicketData(
        ticket_id="tkt_1",
        number="T-1",
        customer_id=ADA,
        subject="Where is my invoice?",
        category="billing",
        status="open",
    )
)


async def note_effect(work: Work, _event: object, envelope: Envelope) -> None:
    """A handler whose effect a test can count."""
    await work.session.execute(_effects.insert(), [{"event_id": envelope.id, "subject": envelope.subject}])


async def effects(database: Database) -> list[str]:
    """The ids of the events whose effect has committed, one for each time."""
    async with database.session() as session:
        return list(await session.scalars(select(_effects.c.event_id)))


async def keep_copy(work: Work, _event: object, envelope: Envelope) -> None:
    """A handler that takes the event as a copy."""
    await save_copy(work, TicketCopy(id=envelope.subject, version=envelope.subjectversion))


async def copies(database: Database) -> dict[str, int]:
    """The version of each copied ticket."""
    async with database.session() as session:
        return {copy.id: copy.version for copy in await session.scalars(select(TicketCopy))}


async def announce(database: Database, subject: str = "tkt_1", version: int = 1) -> Envelope:
    """Commit one event."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        work.announce(TICKET_OPENED, subject=subject, version=version, customer_id=ADA)
    return work.announced[0].envelope


async def eventually(condition: Callable[[], object]) -> None:
    """Wait until a condition holds; it may be a coroutine function."""
    async with asyncio.timeout(SOON):
        while True:
            holds = condition()
            if await holds if isinstance(holds, Awaitable) else holds:
                return
            await asyncio.sleep(0.01)


@dataclass
class Recorder:
    """A `deliver` that notes what comes and when, and answers by a rule."""

    answer: Callable[[Delivery], Verdict] = lambda _: Done()
    deliveries: list[Delivery] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    async def __call__(self, delivery: Delivery) -> Verdict:
        """Note and answer."""
        self.deliveries.append(delivery)
        self.times.append(time.monotonic())
        return self.answer(delivery)

    @property
    def ids(self) -> list[str]:
        """The messages, in the order in which they came."""
        return [delivery.message.id for delivery in self.deliveries]

    @property
    def attempts(self) -> list[int]:
        """Which try each delivery was."""
        return [delivery.attempt for delivery in self.deliveries]


Answer = Callable[[Sequence[Message]], list[Outcome]]


@dataclass
class ScriptedPublishing:
    """Answers each publish by the next of a script, then confirms everything."""

    script: list[Answer] = field(default_factory=list)
    published: list[list[str]] = field(default_factory=list)

    async def publish(self, messages: Sequence[Message]) -> list[Outcome]:
        """Note and answer."""
        self.published.append([message.id for message in messages])
        return self.script.pop(0)(messages) if self.script else [Confirmed()] * len(messages)
