"""The exchange rate of an invoice, and so of its credit notes: found once, and kept for good."""

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.accounting_tax import ExchangeRateMissing, needs_exchange_rate
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.find_exchange_rate import find_exchange_rate


async def exchange_rate_of_invoice(
    work: Work, invoice: Invoice, business: Business, *, tax: Money
) -> ExchangeRate | None:
    """For a document of it with this tax; None where that needs none.

    Raises ExchangeRateMissing while one made final without a rate still has none for its day.
    """
    if invoice.exchange_rate or not needs_exchange_rate(business, tax):
        return invoice.exchange_rate
    rate = await find_exchange_rate(
        work, business, tax=tax, period=invoice.period, issued_on=invoice.issued_on
    )
    if rate is None:
        raise ExchangeRateMissing(f"No rate of {tax.currency} in {business.currency} is known for its day.")
    return await Invoices(work.session).keep_exchange_rate(work.scope, invoice.id, rate)
