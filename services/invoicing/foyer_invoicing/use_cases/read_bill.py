"""What an invoice says on paper, with how its business shows itself."""

from datetime import timedelta

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bill import Bill, BillPeriod
from foyer_invoicing.domain.business import Business, BusinessNotHere
from foyer_invoicing.domain.invoice import Collection, Invoice
from foyer_invoicing.domain.name_parties import name_parties
from foyer_invoicing.domain.party import Parties
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices

_LAST_MOMENT = timedelta(microseconds=1)


async def read_bill(work: Work, invoice_id: str, business: Business) -> Bill:
    """Raises BusinessNotHere while it is not known what the business is called."""
    invoice, lines = await Invoices(work.session).get_with_lines(work.scope, invoice_id)
    return Bill(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        collected=invoice.collection is Collection.AUTOMATIC,
        period=_period(invoice, business),
        parties=await _parties(work, invoice, business),
        lines=lines,
        totals=invoice.totals,
        prepaid=Money(0, invoice.totals.total.currency),
    )


async def _parties(work: Work, invoice: Invoice, business: Business) -> Parties:
    """As they were; an invoice from before they were kept names them as they are now, from now on."""
    invoices = Invoices(work.session)
    kept = await invoices.find_parties(work.scope, invoice.id)
    if kept:
        return kept
    named = name_parties(business, await Customers(work.session).get(work.scope, invoice.customer_id))
    if named is None:
        raise BusinessNotHere("This business is still being set up.")
    await invoices.keep_parties(work.scope, invoice.id, named)
    return named


def _period(invoice: Invoice, business: Business) -> BillPeriod | None:
    if invoice.period is None:
        return None
    last = business.local_date(invoice.period.end - _LAST_MOMENT)
    return BillPeriod(business.local_date(invoice.period.start), last)
