"""All papers of an invoice say the same, also where two are made at once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.party import Parties
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.rows import InvoiceRow
from foyer_invoicing.use_cases.add_exchange_rate import add_exchange_rate
from foyer_invoicing.use_cases.exchange_rate_of_invoice import exchange_rate_of_invoice
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.parties_of_invoice import parties_of_invoice
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.locks import begin
from foyer_shared.testing.makers import an_origin
from sqlalchemy import update

ACustomer = Callable[..., Awaitable[Customer]]
ASaleLine = Callable[..., SaleLine]


async def _an_invoice(database: Database, customer: Customer, line: SaleLine) -> str:
    async with database.work(an_origin()) as work:
        invoice, _ = await issue_invoice(work, customer_id=customer.id, sale=Sale((line,)))
    return invoice.id


async def test_of_two_papers_at_once_both_go_by_the_rate_that_is_kept(
    database: Database, a_customer: ACustomer, a_sale_line: ASaleLine, northwind: Business
) -> None:
    dollars = a_sale_line(unit_amount=Money(1000, "USD"))
    invoice_id = await _an_invoice(database, await a_customer(), dollars)

    async def say(rate: str, day: int) -> None:
        async with database.work(an_origin()) as work:
            await add_exchange_rate(
                work,
                from_currency="EUR",
                to_currency="USD",
                rate=Decimal(rate),
                valid_from=date(2026, 3, day),
                source="ECB",
            )

    async def ask() -> ExchangeRate | None:
        async with database.work(an_origin()) as work:
            invoice = await Invoices(work.session).get(work.scope, invoice_id)
            return await exchange_rate_of_invoice(work, invoice, northwind, tax=invoice.totals.tax)

    await say("1.05", 1)
    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, invoice_id)
        first = await exchange_rate_of_invoice(work, invoice, northwind, tax=invoice.totals.tax)
        await say("1.2", 2)
        second = await begin(database, ask())
        assert not second.done()
    assert first is not None
    assert first.rate == Decimal("1.05")
    assert await second == await ask() == first


async def test_of_two_papers_at_once_both_name_the_parties_that_are_kept(
    database: Database, a_customer: ACustomer, a_sale_line: ASaleLine, northwind: Business
) -> None:
    invoice_id = await _an_invoice(database, await a_customer(), a_sale_line())
    async with database.session() as session:
        await session.execute(update(InvoiceRow).values(parties=None))
    renamed = replace(northwind, legal_name="Southwind B.V.")

    async def ask() -> Parties:
        async with database.work(an_origin()) as work:
            invoice = await Invoices(work.session).get(work.scope, invoice_id)
            return await parties_of_invoice(work, invoice, renamed)

    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, invoice_id)
        first = await parties_of_invoice(work, invoice, northwind)
        second = await begin(database, ask())
        assert not second.done()
    assert first.seller.name == "Northwind B.V."
    assert await second == await ask() == first
