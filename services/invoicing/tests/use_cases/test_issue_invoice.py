"""An invoice without an order."""

from collections.abc import Awaitable, Callable

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update


async def test_it_has_a_number_and_no_order(
    database: Database, a_customer: Callable[..., Awaitable[Customer]], a_sale_line: Callable[..., SaleLine]
) -> None:
    ada = await a_customer()
    before = len(await announced(database))
    async with database.work(an_origin()) as work:
        invoice, _ = await issue_invoice(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
    async with database.work(an_origin()) as work:
        stored, _ = await Invoices(work.session).get_with_lines(work.scope, invoice.id)
    assert (stored.number, stored.order_id) == ("NW-2026-00001", None)
    assert stored == invoice
    assert [event.type for event in (await announced(database))[before:]] == ["invoice.finalized"]


async def test_a_business_without_a_vat_id_charges_no_tax(
    database: Database, a_customer: Callable[..., Awaitable[Customer]], a_sale_line: Callable[..., SaleLine]
) -> None:
    ada = await a_customer()
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(vat_id=None))
    async with database.work(an_origin()) as work:
        invoice, lines = await issue_invoice(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
    assert (invoice.totals.tax, invoice.totals.total) == (Money(0, "EUR"), Money(2000, "EUR"))
    assert [line.category for line in lines] == [TaxCategory.OUTSIDE_SCOPE]
