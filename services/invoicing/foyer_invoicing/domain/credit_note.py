"""A credit note: what was given back of an invoice."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.totals import Totals


class CreditNoteNotFound(NotFound):
    """There is no such credit note for whoever asks."""


class CreditTo(StrEnum):
    """Where what was paid already goes."""

    BALANCE = "balance"
    """To the customer's next invoices."""
    REFUND = "refund"
    """Back to where it was paid from."""


@dataclass(frozen=True, slots=True)
class RefundPart:
    """What is to go back of one payment."""

    payment_id: str
    amount: Money
    refund_id: str | None = None
    """The refund that was made of it already, past Foyer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote:
    """Its amounts are positive, and nothing of it ever changes. What it settled, what became balance and what
    is to be refunded are its total.
    """

    id: str
    business_id: str
    customer_id: str
    number: str
    invoice_id: str
    invoice_number: str
    totals: Totals
    reason: str | None
    settled: Money
    """What was still owed of the invoice, and is not any more."""
    to_balance: Money
    refunds: tuple[RefundPart, ...]
    issued_on: date
    issued_at: datetime
    exchange_rate: ExchangeRate | None = None
    """That of its invoice, by which its tax is said in the currency of the business's books."""
    refund_request_id: str | None = None
    """What a customer had asked for."""
    version: int = 1
