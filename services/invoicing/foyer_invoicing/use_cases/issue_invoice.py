"""An invoice is made final: its number is drawn, it is stored and told, all in one transaction."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import InvoiceFinalized, InvoicePaid
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_lines import check_lines
from foyer_invoicing.domain.document_number import invoice_number, invoice_series
from foyer_invoicing.domain.finalize_invoice import DEFAULT_DUE_DAYS, finalize_invoice
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.use_cases.price_lines import price_lines
from foyer_invoicing.use_cases.told import invoice_data


async def issue_invoice(
    work: Work,
    *,
    customer_id: str,
    lines: Sequence[Line],
    order_id: str | None = None,
    subscription_id: str | None = None,
    due_days: int = DEFAULT_DUE_DAYS,
) -> tuple[Invoice, tuple[TaxedLine, ...]]:
    """The tax is today's at the business. An invoice of nothing is paid at once.

    Raises CustomerNotFound, BusinessNotHere, and what `check_lines` refuses.
    """
    check_lines(lines)
    customer = await Customers(work.session).get(work.scope, customer_id)
    taxed = await price_lines(work, customer, lines)
    business = await Businesses(work.session).get(work.scope)
    today = business.local_date(work.now)
    drawn = await NumberSeries(work.session).draw(work.scope, invoice_series(today.year))
    invoice = finalize_invoice(
        id=new_id("inv"),
        number=invoice_number(business.number_prefix, today.year, drawn),
        business=business,
        customer_id=customer_id,
        order_id=order_id,
        subscription_id=subscription_id,
        totals=totals_of(taxed),
        due_days=due_days,
        now=work.now,
    )
    await Invoices(work.session).add(invoice, taxed)
    _announce(work, invoice)
    return invoice, taxed


def _announce(work: Work, invoice: Invoice) -> None:
    told, customer_id = invoice_data(invoice), invoice.customer_id
    work.announce(InvoiceFinalized(invoice=told), subject=invoice.id, version=1, customer_id=customer_id)
    if invoice.status is InvoiceStatus.PAID:
        work.announce(
            InvoicePaid(invoice=told), subject=invoice.id, version=invoice.version, customer_id=customer_id
        )
