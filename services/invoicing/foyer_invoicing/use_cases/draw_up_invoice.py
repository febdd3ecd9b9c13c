"""The step that every invoice is made by: tax, number, dates. Whoever calls it stores the invoice."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_lines import check_lines
from foyer_invoicing.domain.document_number import invoice_number, invoice_series
from foyer_invoicing.domain.finalize_invoice import finalize_invoice
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.number_series import NumberSeries


async def draw_up_invoice(
    work: Work,
    *,
    customer_id: str,
    lines: Sequence[Line],
    order_id: str | None,
    subscription_id: str | None,
    due_days: int,
) -> tuple[Invoice, tuple[TaxedLine, ...]]:
    """The tax is the customer's country's on the business's day. An invoice of nothing is paid at once.

    Raises CustomerNotFound, BusinessNotHere, and what `check_lines` refuses.
    """
    check_lines(lines)
    customer = await Customers(work.session).get(work.scope, customer_id)
    business = await Businesses(work.session).get(work.scope)
    today = business.local_date(work.now)
    taxed = taxed_lines(lines, country=customer.country or business.country, day=today)
    (drawn,) = await NumberSeries(work.session).draw(work.scope, invoice_series(today.year))
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
    return invoice, taxed
