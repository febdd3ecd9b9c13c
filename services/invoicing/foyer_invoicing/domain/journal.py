"""The journal: whatever moves money is booked twice, once, and never changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.money import Money


class Account(StrEnum):
    """What money is booked on. More of it is above zero on all of them: what is owed to others is below."""

    RECEIVABLE = "receivable"
    """What customers owe, by invoice."""
    REVENUE = "revenue"
    TAX = "tax"
    CASH = "cash"
    CUSTOMER_BALANCE = "customer_balance"
    """What customers have to their credit."""
    REFUNDS = "refunds"
    """What is on its way back to customers."""
    FEES = "fees"
    WRITE_OFFS = "write_offs"
    """What the business has given up, or given away."""
    DISPUTES = "disputes"
    """What providers hold back while it is disputed."""


class Occasion(StrEnum):
    """Why something is booked; with its cause it names the entry, so that nothing is booked twice."""

    INVOICE_FINALIZED = "invoice_finalized"
    INVOICE_VOIDED = "invoice_voided"
    INVOICE_WRITTEN_OFF = "invoice_written_off"
    CREDIT_NOTE_ISSUED = "credit_note_issued"
    PAYMENT_RECEIVED = "payment_received"
    PAYMENT_REVERSED = "payment_reversed"
    REFUND_SUCCEEDED = "refund_succeeded"
    REFUND_FROM_BALANCE = "refund_from_balance"
    """What was refunded past Foyer after it had become balance."""
    REFUND_FAILED = "refund_failed"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    BALANCE_USED = "balance_used"
    BALANCE_TAKEN_BACK = "balance_taken_back"
    """What had paid an invoice was taken back from the balance that it came from."""
    BALANCE_ADJUSTED = "balance_adjusted"


USES = (Occasion.BALANCE_USED, Occasion.BALANCE_TAKEN_BACK)
"""Why the balance pays more or less of an invoice."""


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on one account."""

    account: Account
    amount: Money
    invoice_id: str | None = None
    """The invoice that is owed, of receivables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Postings that come to nothing in each currency; ValueError for others, which nobody may book."""

    occasion: Occasion
    cause: str
    """The id of what it is booked for."""
    business_id: str
    customer_id: str
    postings: tuple[Posting, ...]
    booked_at: datetime
    note: str | None = None
    """Why, in the words of whoever did it."""

    def __post_init__(self) -> None:
        sums: Counter[str] = Counter()
        for posting in self.postings:
            sums[posting.amount.currency] += posting.amount.amount
        if any(sums.values()):
            raise ValueError(f"{self.occasion} of {self.cause} does not come to zero")

    @property
    def id(self) -> str:
        """Made of its cause."""
        return self.id_of(self.occasion, self.cause)

    @staticmethod
    def id_of(occasion: Occasion, cause: str) -> str:
        """The id of the entry that is booked for this."""
        return f"{cause}.{occasion}"
