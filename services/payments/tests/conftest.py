"""What the tests of payments start from: a database with Northwind in it, and what is stored there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.gateways.sandbox import SandboxProvider, new_sandbox_account
from foyer_payments.storage.rows import BusinessRow, Row
from foyer_payments.use_cases.add_payment_method import add_payment_method
from foyer_sandbox_provider.provider import PATH, build_provider
from foyer_sandbox_provider.storage.rows import Row as ProviderRow
from foyer_shared.basics.origin import Origin
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.plugin import MakeDatabase
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount

AddCard = Callable[..., Awaitable[PaymentMethod]]
Stored = Callable[..., Awaitable[str]]


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """A database that has heard of Northwind, which may collect by SEPA, and of Contoso, which may not."""
    database = await make_database("payments")
    async with database.session() as session:
        session.add(
            BusinessRow(id=NORTHWIND, version=1, number_prefix="NW", creditor_identifier="NL98ZZZ12345678901")
        )
        session.add(BusinessRow(id=CONTOSO, version=1, number_prefix="CT", creditor_identifier=None))
    return database


@pytest.fixture
def seal() -> Seal:
    """What seals IBANs."""
    return Seal([new_seal_key()])


@pytest.fixture
def add_card(database: Database) -> AddCard:
    """Adds Ada's Visa, or another card."""

    async def add(
        *,
        origin: Origin | None = None,
        customer_id: str = ADA,
        last4: str = "4242",
        default: bool = False,
    ) -> PaymentMethod:
        async with database.work(origin or an_origin()) as work:
            return await add_payment_method(
                work,
                customer_id=customer_id,
                kind="card",
                brand="visa",
                last4=last4,
                expires_on=Expiry(2030, 8),
                holder="Ada Lovelace",
                default=default,
            )

    return add


@pytest.fixture
def stored(database: Database) -> Stored:
    """Every row of every table, as text, to compare and to search; without the named plumbing."""

    async def read(*plumbing: str) -> str:
        async with database.session() as session:
            tables = [table for table in Row.metadata.sorted_tables if table.name not in plumbing]
            rows = [
                (await session.execute(select(table).order_by(*table.primary_key))).all() for table in tables
            ]
            return repr(rows)

    return read


@pytest_asyncio.fixture
async def to_sandbox(database: Database, seal: Seal) -> AsyncIterator[ASGITransport]:
    """The way to the real sandbox provider; its banks take an hour, or the control call."""
    provider = build_provider(
        database.engine, seal, webhooks_url="http://nobody.test", settles_after=timedelta(hours=1)
    )
    yield ASGITransport(Starlette(routes=[Mount(PATH, provider.app)]))
    await provider.close()


@pytest_asyncio.fixture
async def sandbox(to_sandbox: ASGITransport) -> AsyncIterator[SandboxProvider]:
    """Northwind's account there."""
    account = new_sandbox_account("pacc_northwind")
    provider = SandboxProvider("http://sandbox.test", account, transport=to_sandbox)
    yield provider
    await provider.close()


@pytest_asyncio.fixture
async def browser(to_sandbox: ASGITransport) -> AsyncIterator[AsyncClient]:
    """A customer's, on Northwind's host; it follows no redirect by itself, so that a test sees each."""
    async with AsyncClient(transport=to_sandbox, base_url="https://northwind.test") as client:
        yield client


@pytest.fixture
def sandbox_stored(database: Database) -> Stored:
    """Every row of the sandbox provider, as text."""

    async def read() -> str:
        async with database.session() as session:
            tables = ProviderRow.metadata.sorted_tables
            return repr([(await session.execute(select(table))).all() for table in tables])

    return read
