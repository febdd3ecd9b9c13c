"""A gateway that answers as told, and ways to bring a message to its next try."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from foyer_notifications.domain.mail import Mail
from foyer_notifications.storage.rows import MessageRow
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from sqlalchemy import update
from sqlmodel import col


@dataclass
class ScriptedGateway:
    """Takes every mail, or raises what `failures` holds next; `gate` makes deliveries wait."""

    delivered: list[Mail] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    entered: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, mail: Mail) -> None:
        """One delivery."""
        self.entered.set()
        if self.gate:
            await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.delivered.append(mail)


@pytest.fixture
def gateway() -> ScriptedGateway:
    """A gateway that takes everything, until told otherwise."""
    return ScriptedGateway()


@pytest.fixture
def make_due(database: Database) -> Callable[[], Awaitable[None]]:
    """Lets the waits of all messages that are still under way be over."""

    async def make_due() -> None:
        async with database.session() as session:
            await session.execute(
                update(MessageRow)
                .where(col(MessageRow.next_try_at).is_not(None))
                .values(next_try_at=real_now() - timedelta(seconds=1))
            )

    return make_due


@pytest.fixture
def lapse(database: Database) -> Callable[[], Awaitable[None]]:
    """Makes all messages useless."""

    async def lapse() -> None:
        async with database.session() as session:
            await session.execute(update(MessageRow).values(give_up_at=real_now() - timedelta(seconds=1)))

    return lapse
