"""Which exchange rates papers wait for, so that the business can say them."""

from itertools import groupby

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.accounting_tax import MissingRate, taxed_on
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.invoices import Invoices


async def find_missing_rates(work: Work) -> list[MissingRate]:
    """One per currency, by its code; raises BusinessNotHere."""
    business = await Businesses(work.session).get(work.scope)
    waiting = await Invoices(work.session).list_without_rate(work.scope, business.currency)
    missing = []
    for currency, found in groupby(sorted(waiting, key=_currency), key=_currency):
        days = [taxed_on(business, invoice.period, invoice.issued_on) for invoice in found]
        missing.append(MissingRate(currency, business.currency, min(days), len(days)))
    return missing


def _currency(invoice: Invoice) -> str:
    return invoice.totals.tax.currency
