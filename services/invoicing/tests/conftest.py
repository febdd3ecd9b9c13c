"""What the tests of invoicing start from: a database that knows two businesses, and makers of its things."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.discount import Discount
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus, Terms
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import Sale, SaleLine, Shipping, lines_of
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxCategory, TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate
from foyer_invoicing.domain.totals import TaxSubtotal, Totals
from foyer_invoicing.storage.rows import BusinessRow, JournalEntryRow, JournalLineRow, ProductRow, Row
from foyer_invoicing.use_cases.create_customer import create_customer
from foyer_invoicing.use_cases.place_order import place_order
from foyer_operator.invariant_queries.books import BOOKS
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import PaidInvoiceData, PaymentData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.plugin import MakeDatabase
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col


@pytest.fixture
def northwind() -> Business:
    """A Dutch business."""
    return Business(
        id=NORTHWIND,
        legal_name="Northwind B.V.",
        number_prefix="NW",
        country="NL",
        currency="EUR",
        zone="Europe/Amsterdam",
        language="nl",
        importing=False,
        support_email="support@northwind.example",
        brand_name="Northwind",
        brand_accent="#4f46e5",
        vat_id="NL004495445B01",
    )


@pytest.fixture
def a_line() -> Callable[..., Line]:
    """Makes two of something for €10.00 each, with any field changed; the amount follows."""

    def make(**changes: Any) -> Line:
        lamp = {"description": "Desk lamp", "quantity": 2, "unit_amount": Money(1000, "EUR")}
        fields: dict[str, Any] = lamp | changes
        amount: Money = fields["unit_amount"] * fields["quantity"]
        return Line(**{"amount": amount} | fields)

    return make


@pytest.fixture
def a_sale_line() -> Callable[..., SaleLine]:
    """The same lamps as they are sold, with any field changed."""

    def make(**changes: Any) -> SaleLine:
        lamp: dict[str, Any] = {
            "description": "Desk lamp",
            "quantity": 2,
            "unit_amount": Money(1000, "EUR"),
        }
        return SaleLine(**lamp | changes)

    return make


@pytest.fixture(scope="session")
def sales() -> st.SearchStrategy[Sale]:
    """Sales of all kinds in currencies with none, two and three decimals, with discounts that fit."""
    percents = st.decimals("0.01", "100", places=2).map(Discount)
    behaviors = st.sampled_from(TaxBehavior)

    def off(whole: int) -> st.SearchStrategy[Discount | None]:
        amounts = st.builds(Discount, amount=st.integers(1, whole)) if whole else st.none()
        return st.none() | percents | amounts

    @st.composite
    def sale(draw: st.DrawFn) -> Sale:
        currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
        lines = []
        for number in range(draw(st.integers(1, 12))):
            quantity, unit = draw(st.integers(1, 100)), draw(st.integers(0, 10**7) | st.integers(0, 50))
            lines.append(
                SaleLine(
                    description=f"Thing {number}",
                    quantity=quantity,
                    unit_amount=Money(unit, currency),
                    tax_class=draw(st.sampled_from(TaxClass)),
                    tax_behavior=draw(behaviors),
                    discount=draw(off(unit * quantity)),
                )
            )
        left = sum(line.amount.amount for line in lines_of(Sale(tuple(lines)), {}))
        shipping = Shipping(
            label="Parcel",
            amount=Money(draw(st.integers(0, 5_000)), currency),
            tax_class=draw(st.sampled_from(TaxClass)),
            tax_behavior=draw(behaviors),
        )
        return Sale(tuple(lines), draw(off(left)), draw(st.sampled_from([None, shipping])))

    return sale()


@pytest.fixture(scope="session")
def priced() -> Callable[[Sale], tuple[TaxedLine, ...]]:
    """The lines of a sale with Dutch tax."""
    rates = CountryRates.of(
        TaxRate(
            id=f"txr_{tax_class}",
            business_id=None,
            country="NL",
            tax_class=tax_class,
            percent=Decimal(percent),
            valid_from=date(2016, 1, 1),
            valid_until=None,
            source="The law",
        )
        for tax_class, percent in ((TaxClass.STANDARD, "21"), (TaxClass.REDUCED, "9"))
    )

    def price(sale: Sale) -> tuple[TaxedLine, ...]:
        return taxed_lines(
            lines_of(sale, {}),
            buyers={Supply.SERVICES: Buyer(country="NL")},
            rates={"NL": rates},
            day=date(2026, 3, 10),
        )

    return price


@pytest.fixture(scope="session")
def an_exchange_rate() -> Callable[..., ExchangeRate]:
    """Makes a rate of Northwind's, of NOW's day and on."""

    def make(from_currency: str, to_currency: str, rate: str) -> ExchangeRate:
        return ExchangeRate(
            id="exr_1",
            business_id=NORTHWIND,
            from_currency=from_currency,
            to_currency=to_currency,
            rate=Decimal(rate),
            valid_from=date(2026, 3, 10),
            source="European Central Bank",
        )

    return make


@pytest.fixture
def an_invoice() -> Callable[..., Invoice]:
    """Makes an open invoice over €20.00 and €4.20 tax of NOW's day, with any field changed."""

    def make(**changes: Any) -> Invoice:
        net, tax, total = Money(2000, "EUR"), Money(420, "EUR"), Money(2420, "EUR")
        invoice = Invoice(
            id="inv_1",
            business_id=NORTHWIND,
            customer_id=ADA,
            number="NW-2026-00001",
            order_id="ord_1",
            subscription_id=None,
            totals=Totals(net, tax, total, (TaxSubtotal(Decimal(21), TaxCategory.STANDARD, net, tax),)),
            open=total,
            credited=Money(0, "EUR"),
            written_off=Money(0, "EUR"),
            status=InvoiceStatus.OPEN,
            issued_on=date(2026, 3, 10),
            due_on=date(2026, 3, 24),
            finalized_at=NOW,
        )
        return replace(invoice, **changes)

    return make


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase, northwind: Business) -> Database:
    """A database that has heard of Northwind and Contoso."""
    database = await make_database("invoicing")
    known = {name: value for name, value in asdict(northwind).items() if name != "id"}
    async with database.session() as session:
        session.add(BusinessRow(id=NORTHWIND, version=1, **known))
        session.add(BusinessRow(id=CONTOSO, version=1, **known | {"number_prefix": "CO", "zone": "UTC"}))
    return database


@pytest.fixture
def stored(database: Database) -> Callable[[], Awaitable[dict[str, list[Any]]]]:
    """All rows of all tables, the outbox among them: the same before and after when nothing changed."""

    async def read() -> dict[str, list[Any]]:
        async with database.session() as session:
            return {
                table.name: [tuple(row) for row in await session.execute(select(table).order_by(*table.c))]
                for table in Row.metadata.sorted_tables
            }

    return read


@pytest.fixture
def booked(database: Database) -> Callable[..., Awaitable[list[tuple[str, dict[str, int]]]]]:
    """The journal, or one customer's part, in the order of its numbers: of each entry its occasion, and what
    it moves by account. That the books balance and agree with invoices and balances is asserted with it.
    """

    async def read(customer_id: str | None = None) -> list[tuple[str, dict[str, int]]]:
        async with database.session() as session:
            broken = [list(await session.execute(invariant.query)) for invariant in BOOKS]
            entries = list(
                await session.scalars(select(JournalEntryRow).order_by(col(JournalEntryRow.number)))
            )
            lines = list(await session.scalars(select(JournalLineRow).order_by(col(JournalLineRow.line))))
        assert broken == [[]] * len(BOOKS)
        return [
            (entry.occasion, {line.account: line.amount for line in lines if line.entry_id == entry.id})
            for entry in entries
            if customer_id in {None, entry.customer_id}
        ]

    return read


@pytest.fixture
def a_product(database: Database) -> Callable[..., Awaitable[str]]:
    """Knows a product of Northwind's, or of another's; answers its id."""

    async def make(
        product_id: str = "prod_1",
        *,
        business_id: str = NORTHWIND,
        tax_class: TaxClass = TaxClass.STANDARD,
        supply: Supply = Supply.SERVICES,
        active: bool = True,
    ) -> str:
        async with database.session() as session:
            session.add(
                ProductRow(
                    id=product_id,
                    business_id=business_id,
                    version=1,
                    tax_class=tax_class,
                    supply=supply,
                    active=active,
                )
            )
        return product_id

    return make


@pytest.fixture
def a_customer(database: Database) -> Callable[..., Awaitable[Customer]]:
    """Creates Ada, or another, and forgets the events."""

    async def make(
        email: str = "ada@example.com", *, business_id: str = NORTHWIND, **details: Any
    ) -> Customer:
        async with database.work(an_origin(business_id)) as work:
            customer = await create_customer(work, email=email, **{"name": "Ada Lovelace"} | details)
        await forget_events(database)
        return customer

    return make


@pytest.fixture
def an_order(
    database: Database, a_customer: Callable[..., Awaitable[Customer]], a_sale_line: Callable[..., SaleLine]
) -> Callable[..., Awaitable[Order]]:
    """Places an order over €24.20, for a new customer unless one is given, and forgets the events."""

    async def make(
        customer: Customer | None = None,
        *,
        now: datetime = NOW,
        sale: Sale | None = None,
        lines: list[SaleLine] | None = None,
        **more: Any,
    ) -> Order:
        customer = customer or await a_customer()
        async with database.work(an_origin(customer.business_id, now=now)) as work:
            order, _ = await place_order(
                work,
                customer_id=customer.id,
                sale=sale or Sale((a_sale_line(),) if lines is None else tuple(lines)),
                terms=Terms(**more),
            )
        await forget_events(database)
        return order

    return make


@pytest.fixture
def a_card_payment() -> Callable[..., PaymentData]:
    """Makes a payment by card: so much for each of these invoices."""

    def make(
        payment_id: str, customer_id: str, parts: dict[str, int], *, currency: str = "EUR"
    ) -> PaymentData:
        return PaymentData(
            payment_id=payment_id,
            customer_id=customer_id,
            amount=Amount(amount=sum(parts.values()), currency=currency),
            invoices=tuple(
                PaidInvoiceData(invoice_id=invoice_id, amount=Amount(amount=amount, currency=currency))
                for invoice_id, amount in parts.items()
            ),
            kind="card",
        )

    return make


async def forget_events(database: Database) -> None:
    """Empty the outbox."""
    async with database.session() as session:
        await session.execute(database.tables.outbox.delete())
