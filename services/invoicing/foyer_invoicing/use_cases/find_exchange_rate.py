"""Which rate says an invoice's tax in the currency in which its business keeps its books."""

from datetime import date

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.accounting_tax import needs_exchange_rate, taxed_on
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.invoice import Period
from foyer_invoicing.storage.exchange_rates import ExchangeRates


async def find_exchange_rate(
    work: Work, business: Business, *, tax: Money, period: Period | None, issued_on: date
) -> ExchangeRate | None:
    """None where none is needed, and where the business has said none for that day."""
    if not needs_exchange_rate(business, tax):
        return None
    day = taxed_on(business, period, issued_on)
    return await ExchangeRates(work.session).find(work.scope, tax.currency, business.currency, on=day)
