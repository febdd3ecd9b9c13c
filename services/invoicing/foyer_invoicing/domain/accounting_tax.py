"""The rules for saying an invoice's tax in the currency in which its business keeps its books, which invoices
in another have to do (EU VAT directive, articles 91 and 230).
"""

from dataclasses import dataclass
from datetime import date

from foyer_shared.basics.errors import Unavailable
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.invoice import Period


class ExchangeRateMissing(Unavailable):
    """The business has not said what the currency was worth on the day."""

    code = "exchange_rate_missing"


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A rate that papers wait for: of the first day on which it is needed, and for how many invoices."""

    from_currency: str
    to_currency: str
    valid_from: date
    invoices: int


def needs_exchange_rate(business: Business, tax: Money) -> bool:
    """Nobody has to say in another currency that there is no tax."""
    return tax.amount != 0 and tax.currency != business.currency


def taxed_on(business: Business, period: Period | None, issued_on: date) -> date:
    """The day whose rate counts: that of the supply, or of the invoice where it comes before (article 65)."""
    return min(period.days(business)[1], issued_on) if period else issued_on
