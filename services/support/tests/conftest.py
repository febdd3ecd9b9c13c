"""What the tests of support start from: an empty database, a ticket of Ada's, and what is stored."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
import pytest_asyncio
from foyer_shared.basics.origin import Origin
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.plugin import MakeDatabase
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.ticket import Ticket
from foyer_support.storage.rows import Row, TicketRow
from foyer_support.use_cases.open_ticket import open_ticket
from sqlalchemy import select, update
from sqlmodel import col

OpenTicket = Callable[..., Awaitable[Ticket]]


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """A database where nobody has asked anything."""
    return await make_database("support")


@pytest.fixture
def a_ticket(database: Database) -> OpenTicket:
    """Opens a ticket in Ada's name, or another customer's."""

    async def make(
        subject: str = "Where is my invoice?",
        *,
        customer_id: str = ADA,
        origin: Origin | None = None,
        now: datetime = NOW,
    ) -> Ticket:
        async with database.work(origin or an_origin(customer_id=customer_id, now=now)) as work:
            return await open_ticket(
                work,
                by=Side.CUSTOMER,
                customer_id=customer_id,
                subject=subject,
                category="billing",
                text="I cannot find it.",
            )

    return make


@pytest.fixture
def resolved(database: Database, a_ticket: OpenTicket) -> OpenTicket:
    """Opens a ticket of Ada's and resolves it at the moment named, without a word to anybody."""

    async def make(at: datetime = NOW) -> Ticket:
        ticket = await a_ticket()
        async with database.session() as session:
            await session.execute(
                update(TicketRow)
                .where(col(TicketRow.id) == ticket.id)
                .values(status=Status.RESOLVED, resolved_at=at)
            )
        return ticket

    return make


@pytest.fixture
def stored(database: Database) -> Callable[..., Awaitable[str]]:
    """Every row of every table, as text, to compare and to search; without the named plumbing."""

    async def read(*plumbing: str) -> str:
        async with database.session() as session:
            tables = [table for table in Row.metadata.sorted_tables if table.name not in plumbing]
            rows = [
                (await session.execute(select(table).order_by(*table.primary_key))).all() for table in tables
            ]
            return repr(rows)

    return read
