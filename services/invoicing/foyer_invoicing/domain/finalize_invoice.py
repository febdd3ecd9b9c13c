"""The rule for making an invoice final: it gets its number and its dates, and is owed from then on."""

from datetime import datetime, timedelta

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.settle_invoice import settle_invoice
from foyer_invoicing.domain.totals import Totals

DEFAULT_DUE_DAYS = 14


def finalize_invoice(
    *,
    id: str,  # noqa: A002  The name that ids have everywhere.
    number: str,
    business: Business,
    customer_id: str,
    order_id: str | None,
    subscription_id: str | None,
    totals: Totals,
    due_days: int,
    now: datetime,
) -> Invoice:
    """An invoice of the business's day, open for its total; one of nothing is paid at once."""
    issued_on = business.local_date(now)
    invoice = Invoice(
        id=id,
        business_id=business.id,
        customer_id=customer_id,
        number=number,
        order_id=order_id,
        subscription_id=subscription_id,
        totals=totals,
        open=totals.total,
        status=InvoiceStatus.OPEN,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=due_days),
        finalized_at=now,
    )
    return invoice if totals.total.amount else settle_invoice(invoice, totals.total, at=now)
