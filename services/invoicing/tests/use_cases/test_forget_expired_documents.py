"""Documents of anonymised customers are emptied when the law no longer wants them kept, and not before."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.paper import PaperFile, PaperForm, PaperKind
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.settings import Settings
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.storage.rows import BusinessRow, CustomerRow, InvoiceRow, OrderRow, PaperRow
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.forget_expired_documents import forget_expired_documents
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND, NOW, an_origin
from foyer_shared.testing.plugin import SettingsFor
from sqlalchemy import UpdateBase, delete, null, select, update
from sqlmodel import col

OVER = datetime(2033, 12, 31, 23, tzinfo=UTC)
"""The year that follows the seven of the Netherlands begins in Amsterdam."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files lie."""
    return tmp_path / "files"


@pytest.fixture
def store(database: Database, settings_for: SettingsFor, folder: Path) -> PaperStore:
    """A store of its own."""
    settings = settings_for(Settings, database)
    return PaperStore(settings.model_copy(update={"files_url": folder.as_uri()}))


@pytest.fixture
def made(
    database: Database,
    store: PaperStore,
    an_order: Callable[..., Awaitable[Order]],
    a_sale_line: Callable[..., SaleLine],
) -> Any:
    """Places an order of 2026 and makes its invoice's paper; returns the invoice's id."""

    async def make(customer: Customer) -> str:
        address = Address(line1="Spui 1", postal_code="1012 WX", city="Amsterdam", country="NL")
        order = await an_order(customer, sale=Sale((a_sale_line(),), ship_to=address))
        async with database.session() as session:
            (row,) = await session.scalars(
                select(PaperRow).where(col(PaperRow.subject_id) == order.invoice_id)
            )
            paper = await Papers(session).get(
                Scope(customer.business_id, customer.id), PaperKind(row.kind), order.invoice_id
            )
        file: PaperFile = await store.keep(paper, PaperForm.PDF, b"%PDF Ada")
        async with database.session() as session:
            await session.execute(
                update(PaperRow)
                .where(col(PaperRow.id) == paper.id)
                .values(made_at=NOW, pdf={"key": file.key, "size": file.size, "sha256": file.sha256})
            )
        return str(order.invoice_id)

    return make


async def named(database: Database) -> dict[str, bool]:
    """Whether each invoice names its parties, and it and its order where it went."""
    async with database.session() as session:
        rows = await session.execute(
            select(
                col(InvoiceRow.id), col(InvoiceRow.parties), col(InvoiceRow.ship_to), col(OrderRow.ship_to)
            ).join(OrderRow, col(OrderRow.invoice_id) == col(InvoiceRow.id))
        )
        found = {invoice_id: {each is not None for each in kept} for invoice_id, *kept in rows}
    assert all(len(each) == 1 for each in found.values())
    return {invoice_id: each == {True} for invoice_id, each in found.items()}


def files(folder: Path) -> int:
    """How many lie there."""
    return len([path for path in folder.rglob("*") if path.is_file()])


async def anonymise(database: Database, customer: Customer) -> None:
    """The account is closed."""
    async with database.session() as session:
        await session.execute(
            update(CustomerRow).where(col(CustomerRow.id) == customer.id).values(anonymized_at=NOW)
        )


async def test_only_those_of_the_anonymised_go_and_only_after_their_term(
    database: Database,
    store: PaperStore,
    folder: Path,
    made: Callable[[Customer], Awaitable[str]],
    a_customer: Callable[..., Awaitable[Customer]],
) -> None:
    ada, eve = await a_customer(), await a_customer("eve@example.com")
    old, other = await made(ada), await made(eve)
    await anonymise(database, ada)
    second = timedelta(seconds=1)
    assert await forget_expired_documents(database, store, now=OVER - second) == 0
    assert (await named(database), files(folder)) == ({old: True, other: True}, 2)
    emptied = await asyncio.gather(
        *(forget_expired_documents(database, store, now=OVER + second) for _ in range(2))
    )
    assert sum(emptied) == 1
    assert await forget_expired_documents(database, store, now=OVER + second) == 0
    assert (await named(database), files(folder)) == ({old: False, other: True}, 1)
    async with database.session() as session:
        assert list(await session.scalars(select(col(PaperRow.subject_id)))) == [other]


LEFT = ("parties", "invoice", "order", *PaperKind)
"""Where something of an invoice may be left alone: whom it names, two addresses, three papers."""


@pytest.mark.parametrize("left", LEFT)
async def test_whatever_is_left_of_an_invoice_goes(
    database: Database,
    store: PaperStore,
    folder: Path,
    made: Callable[[Customer], Awaitable[str]],
    a_customer: Callable[..., Awaitable[Customer]],
    left: str,
) -> None:
    ada = await a_customer()
    invoice = await made(ada)
    async with database.work(an_origin()) as work:
        await record_payment(work, invoice, amount=Money(100, "EUR"))
    async with database.work(an_origin()) as work:
        await credit_invoice(work, invoice)
    await anonymise(database, ada)
    forgetting: dict[str, UpdateBase] = {
        "parties": update(InvoiceRow).values(parties=null()),
        "invoice": update(InvoiceRow).values(ship_to=null()),
        "order": update(OrderRow).values(ship_to=null()),
        **{kind: delete(PaperRow).where(col(PaperRow.kind) == kind) for kind in PaperKind},
    }
    async with database.session() as session:
        for place, statement in forgetting.items():
            if place != left:
                await session.execute(statement)
    over = OVER + timedelta(seconds=1)
    assert await forget_expired_documents(database, store, now=over) == 1
    assert await forget_expired_documents(database, store, now=over) == 0
    assert await named(database) == {invoice: False}
    assert files(folder) == (0 if left == PaperKind.INVOICE else 1)
    async with database.session() as session:
        assert list(await session.scalars(select(col(PaperRow.id)))) == []


@pytest.mark.parametrize(("country", "years"), [("DE", 8), ("FR", 10), ("US", 10)])
async def test_the_term_is_the_country_s_and_the_clock_the_business_s(
    database: Database,
    store: PaperStore,
    made: Callable[[Customer], Awaitable[str]],
    a_customer: Callable[..., Awaitable[Customer]],
    country: str,
    years: int,
) -> None:
    ada = await a_customer()
    invoice = await made(ada)
    await anonymise(database, ada)
    over = datetime(2026 + years, 12, 31, 23, tzinfo=UTC)

    async def moved(to: datetime) -> None:
        offset = int((to - NOW).total_seconds())
        async with database.session() as session:
            await session.execute(
                update(BusinessRow)
                .where(col(BusinessRow.id) == NORTHWIND)
                .values(country=country, clock_offset=offset)
            )

    await moved(over - timedelta(seconds=1))
    assert await forget_expired_documents(database, store, now=NOW) == 0
    await moved(over)
    assert await forget_expired_documents(database, store, now=NOW) == 1
    assert await named(database) == {invoice: False}
