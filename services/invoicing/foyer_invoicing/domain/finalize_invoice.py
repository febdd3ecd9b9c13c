"""The rule for making an invoice final: it gets its number and its dates, and is owed from then on."""

from datetime import datetime, timedelta

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus, Terms
from foyer_invoicing.domain.settle_invoice import settle_invoice
from foyer_invoicing.domain.totals import Totals


def finalize_invoice(
    *,
    id: str,  # noqa: A002  The name that ids have everywhere.
    number: str,
    business: Business,
    customer_id: str,
    totals: Totals,
    terms: Terms,
    usual_due_days: int,
    now: datetime,
    exchange_rate: ExchangeRate | None = None,
) -> Invoice:
    """An invoice of the business's day, open for its total; one of nothing is paid at once."""
    issued_on = business.local_date(now)
    due_days = usual_due_days if terms.due_days is None else terms.due_days
    invoice = Invoice(
        id=id,
        business_id=business.id,
        customer_id=customer_id,
        number=number,
        order_id=terms.order_id,
        ship_to=terms.ship_to,
        subscription_id=terms.subscription_id,
        totals=totals,
        open=totals.total,
        credited=totals.total * 0,
        written_off=totals.total * 0,
        status=InvoiceStatus.OPEN,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=due_days),
        finalized_at=now,
        exchange_rate=exchange_rate,
        collection=terms.collection,
        # Nobody is to transfer what we collect.
        pay_to=None if terms.collection is Collection.AUTOMATIC else business.account,
        period=terms.period,
        change_id=terms.change_id,
        quote_id=terms.quote_id,
        case_id=terms.case_id,
    )
    return invoice if totals.total.amount else settle_invoice(invoice, totals.total, at=now)
