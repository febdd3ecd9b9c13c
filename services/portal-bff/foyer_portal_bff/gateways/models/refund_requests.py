"""What the portal reads of refund requests."""

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class RefundLine(Tolerant):
    """So many of a line of the invoice, counted from 1."""

    line: int
    quantity: int


class Portion(Tolerant):
    """What is asked for or agreed to; `whole` when it is all that is left of the invoice."""

    amount: Amount
    whole: bool
    lines: tuple[RefundLine, ...] = ()


class GivenBack(Tolerant):
    """What became of it: what has gone back to where it was paid from, and what became balance."""

    credit_note_id: str
    credit_note_number: str
    total: Amount
    refunded: Amount
    to_balance: Amount


class RefundRequest(Tolerant):
    """A request for the money of a paid invoice, or a part of it."""

    id: str
    ticket_id: str
    ticket_number: str
    invoice_id: str
    invoice_number: str
    status: str
    reason: str
    asked: Portion
    approved: Portion | None = None
    declined_because: str | None = None
    given_back: GivenBack | None = None
    requested_at: AwareDatetime
    decided_at: AwareDatetime | None = None


class RefundableLine(Tolerant):
    """A line of the invoice: how many of it can still come back, and what those come to with tax."""

    line: int
    description: str
    quantity: int
    left: int
    amount: Amount


class Refundable(Tolerant):
    """What of a paid invoice can still be asked back."""

    invoice_id: str
    number: str
    left: Amount
    lines: tuple[RefundableLine, ...] = ()
