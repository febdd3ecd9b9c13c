"""An invoice without an order."""

from collections.abc import Awaitable, Callable

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.line import Line
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced


async def test_it_has_a_number_and_no_order(
    database: Database, a_customer: Callable[..., Awaitable[Customer]], a_line: Callable[..., Line]
) -> None:
    ada = await a_customer()
    before = len(await announced(database))
    async with database.work(an_origin()) as work:
        invoice, _ = await issue_invoice(work, customer_id=ada.id, lines=[a_line()])
    async with database.work(an_origin()) as work:
        stored, _ = await Invoices(work.session).get_with_lines(work.scope, invoice.id)
    assert (stored.number, stored.order_id) == ("NW-2026-00001", None)
    assert stored == invoice
    assert [event.type for event in (await announced(database))[before:]] == ["invoice.finalized"]
