"""The bus of the run without RabbitMQ: a table, shared by the processes that share its database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from foyer_shared.messaging import local_bus
from foyer_shared.messaging.local_dead_letters import LocalDeadLetters
from foyer_shared.messaging.local_reader import LocalReader
from foyer_shared.messaging.spans import publish_traced
from foyer_shared.messaging.transport import (
    DELAYS,
    HANDLERS_AT_ONCE,
    Backlog,
    Confirmed,
    Deliver,
    Message,
    Outcome,
    Publisher,
    Refused,
    TransportAway,
)
from foyer_shared.storage.away import is_away

log = structlog.get_logger()

HANDED_OVER_AT_ONCE = 500
"""Rows."""
POLL = 1.0
"""Seconds between two looks for what another process published; this process's readers are woken."""


class InProcessTransport:
    """Publishing makes one row per reader, whether or not it runs."""

    def __init__(
        self,
        database_url: str,
        *,
        delays: Sequence[float] = DELAYS,
        poll: float = POLL,
        handlers_at_once: int = HANDLERS_AT_ONCE,
    ) -> None:
        self._engine = create_async_engine(
            make_url(database_url).set(drivername="postgresql+asyncpg"),
            pool_size=16,  # One for each reader and each relay of a process.
            max_overflow=16,
            hide_parameters=True,
            connect_args={"timeout": 5, "server_settings": {"application_name": "foyer bus"}},
        )
        self._delays = delays
        self._poll = poll
        self._handlers_at_once = handlers_at_once
        self._making_tables = asyncio.Lock()
        self._has_tables = False
        self._readers: dict[str, LocalReader] = {}
        self.dead_letters = LocalDeadLetters(self._open, self._wake)

    async def start(self) -> None:
        """Nothing to get ready: the tables are made at the first use."""

    async def stop(self) -> None:
        """Stop taking messages, let the running handlers finish, and close."""
        await asyncio.gather(*map(self.stop_consuming, list(self._readers)))
        await self._engine.dispose()

    async def publish(self, messages: Sequence[Message]) -> list[Outcome]:
        """All in one transaction; when the table refuses it each in its own, to find the one at fault."""
        return await publish_traced(self._publish, messages, system="foyer")

    async def declare(self, reader: str, bindings: Sequence[str]) -> None:
        """Keep messages for the reader from now on."""
        async with self._open() as connection:
            await local_bus.bind(connection, reader, bindings)

    async def consume(self, reader: str, bindings: Sequence[str], deliver: Deliver) -> None:
        """Hand the reader its messages until `stop_consuming`."""
        with contextlib.suppress(TransportAway):  # Then the reader binds itself as soon as it can.
            await self.declare(reader, bindings)
        self._readers[reader] = LocalReader(
            reader,
            bindings,
            deliver,
            self._open,
            delays=self._delays,
            poll=self._poll,
            handlers_at_once=self._handlers_at_once,
        )

    async def stop_consuming(self, reader: str) -> None:
        """Take no more messages for the reader, and wait until its running handlers have finished."""
        running = self._readers.pop(reader, None)
        if running is not None:
            await running.stop()

    async def backlog(self, reader: str) -> Backlog:
        """What waits for the reader."""
        async with self._open() as connection:
            return await local_bus.count(connection, reader)

    async def hand_over(self, to: Publisher) -> int:
        """Publish on another bus what is still unread here; how many messages that were.

        It goes to all readers there: those that have read it drop it. Dead letters stay. Raises TransportAway
        when the other bus does not take all.
        """
        handed_over: set[str] = set()
        while True:
            async with self._open() as connection:
                rows = await local_bus.take_unread(connection, HANDED_OVER_AT_ONCE)
                if not rows:
                    return len(handed_over)
                messages = {row.message_id: local_bus.as_message(row) for row in rows}
                outcomes = await to.publish([messages[id_] for id_ in messages.keys() - handed_over])
                if any(outcome != Confirmed() for outcome in outcomes):
                    raise TransportAway("the other bus did not take all")
                await local_bus.remove(connection, [row.position for row in rows])
            handed_over |= messages.keys()

    async def _publish(self, messages: Sequence[Message]) -> list[Outcome]:
        try:
            await self._insert(messages)
        except SQLAlchemyError as error:
            if len(messages) == 1:
                return [Refused(type(error).__name__)]
            return [(await self._publish([message]))[0] for message in messages]
        return [Confirmed()] * len(messages)

    async def _insert(self, messages: Sequence[Message]) -> None:
        async with self._open() as connection:
            readers = await local_bus.insert_for_readers(connection, messages)
        for reader in readers:
            self._wake(reader)

    def _wake(self, reader: str) -> None:
        if reader in self._readers:
            self._readers[reader].wake.set()

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncIterator[AsyncConnection]:
        """One transaction on the bus's tables."""
        try:
            await self._make_tables()
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            if isinstance(error, OSError) or is_away(error):
                raise TransportAway(type(error).__name__) from error
            raise

    async def _make_tables(self) -> None:
        if self._has_tables:
            return
        async with self._making_tables:
            if not self._has_tables:
                async with self._engine.begin() as connection:
                    await local_bus.create_tables(connection)
                self._has_tables = True
