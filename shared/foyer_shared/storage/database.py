"""A service's database: opens units of work and commits them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from foyer_shared.basics.origin import Origin
from foyer_shared.storage.plumbing import PlumbingTables
from foyer_shared.storage.work import Work


class Database:
    """The engine of one service in one process; `on_commit` is called after a commit with events."""

    def __init__(self, url: str, metadata: MetaData, *, pool_size: int = 10) -> None:
        if metadata.schema is None:
            raise ValueError("a service's metadata names its schema")
        self.schema: str = metadata.schema
        self.service: str = metadata.info["service"]
        self.tables: PlumbingTables = metadata.info["plumbing"]
        self.engine: AsyncEngine = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=pool_size,
            max_overflow=0,  # A connection that is made for one use costs more than the use.
            pool_timeout=5,
            hide_parameters=True,  # What people write does not belong into logs and errors.
            connect_args={
                "timeout": 5,
                "server_settings": {
                    "application_name": f"foyer {self.service}",
                    "timezone": "UTC",
                    "statement_timeout": "30s",
                    "lock_timeout": "10s",
                    "idle_in_transaction_session_timeout": "60s",
                },
            },
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self.on_commit: list[Callable[[], None]] = []

    @asynccontextmanager
    async def work(self, origin: Origin) -> AsyncIterator[Work]:
        """One transaction: commits when the block ends, rolls back when it raises."""
        async with self._sessions() as session:
            work = Work(session, origin)
            async with session.begin():
                yield work
                await session.flush()
                if work.announced:
                    await session.execute(
                        self.tables.outbox.insert(), [message.as_row() for message in work.announced]
                    )
        for call in work.after_commit:
            call()
        if work.announced:
            for listener in self.on_commit:
                listener()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A transaction of the plumbing itself, on behalf of nobody: jobs, relay, clean-up."""
        async with self._sessions() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
