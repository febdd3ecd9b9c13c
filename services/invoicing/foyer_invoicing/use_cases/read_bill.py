"""What an invoice says on paper."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bill import Bill, BillPeriod
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.invoice import Collection, Invoice
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.exchange_rate_of_invoice import exchange_rate_of_invoice
from foyer_invoicing.use_cases.parties_of_invoice import parties_of_invoice


async def read_bill(work: Work, invoice_id: str, business: Business) -> Bill:
    """With what the balance paid of it in the moment in which it was made final: its paper asks for the rest.
    Raises BusinessNotHere while it is not known what the business is called, and ExchangeRateMissing.
    """
    invoice, lines = await Invoices(work.session).get_with_lines(work.scope, invoice_id)
    currency = invoice.totals.total.currency
    prepaid = await Balances(work.session).used_for(work.scope, invoice_id, currency, at=invoice.finalized_at)
    return Bill(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        collected=invoice.collection is Collection.AUTOMATIC,
        pay_to=invoice.pay_to,
        period=_period(invoice, business),
        parties=await parties_of_invoice(work, invoice, business),
        lines=lines,
        totals=invoice.totals,
        exchange_rate=await exchange_rate_of_invoice(work, invoice, business, tax=invoice.totals.tax),
        prepaid=prepaid,
    )


def _period(invoice: Invoice, business: Business) -> BillPeriod | None:
    if invoice.period is None:
        return None
    return BillPeriod(*invoice.period.days(business))
