"""What the portal reads of lines that invoicing has priced for a customer."""

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class QuotedLine(Tolerant):
    """One line: without tax, its tax, and with it; `rate` is in percent."""

    description: str
    quantity: int
    net: Amount
    tax: Amount
    gross: Amount
    rate: float | str


class QuotedTax(Tolerant):
    """What one rate comes to."""

    rate: float | str
    base: Amount
    tax: Amount


class TaxQuote(Tolerant):
    """Lines with their tax, frozen until `expires_at`; a total below zero is given back."""

    id: str
    lines: tuple[QuotedLine, ...]
    taxes: tuple[QuotedTax, ...]
    net: Amount
    tax: Amount
    total: Amount
    expires_at: AwareDatetime
