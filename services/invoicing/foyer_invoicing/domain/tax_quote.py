"""A tax quote: lines priced for one customer, frozen, to be invoiced once as they were shown."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.errors import Conflict, NotFound

from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.totals import Totals

FROZEN_FOR = timedelta(minutes=15)


class TaxQuoteNotFound(NotFound):
    """There is no such tax quote for whoever asks, or for this customer."""


class TaxQuoteExpired(Conflict):
    """Its quarter of an hour is over."""

    code = "tax_quote_expired"


class TaxQuoteAlreadyUsed(Conflict):
    """It was invoiced before."""

    code = "tax_quote_already_used"


class TaxQuoteForSomethingElse(Conflict):
    """It was made for other things than it is presented for."""

    code = "tax_quote_for_something_else"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxQuote:
    """What lines cost a customer with tax, as of its making; nothing but its use ever changes."""

    id: str
    business_id: str
    customer_id: str
    reference: str | None
    """What it was made for, such as the id of a plan quote."""
    lines: tuple[TaxedLine, ...]
    totals: Totals
    quoted_at: datetime
    expires_at: datetime
    ship_to: Address | None = None
    """Where goods among the lines go, and are taxed."""
    used_at: datetime | None = None
    used_for: str | None = None
    """The id of the invoice that it became."""


def use(quote: TaxQuote, *, reference: str | None, used_for: str, now: datetime) -> TaxQuote:
    """The quote, used; at the very moment of its end it has expired.

    Raises TaxQuoteForSomethingElse, TaxQuoteAlreadyUsed, TaxQuoteExpired.
    """
    if quote.reference != reference:
        raise TaxQuoteForSomethingElse("This tax quote was made for something else. Ask for a new one.")
    if quote.used_at is not None:
        raise TaxQuoteAlreadyUsed("This tax quote has been used. Ask for a new one.")
    if now >= quote.expires_at:
        raise TaxQuoteExpired("This tax quote has expired. Ask for a new one.")
    return replace(quote, used_at=now, used_for=used_for)
