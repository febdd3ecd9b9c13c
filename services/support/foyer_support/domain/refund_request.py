"""A customer asks for the money of a paid invoice, or a part of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_support.domain.refund_refusals import RefundAboveRequest, RefundRequestClosed
from foyer_support.domain.refundable import Portion

_SUBJECTS = {"en": "Refund of invoice {number}", "nl": "Terugbetaling van factuur {number}"}
"""In the languages of customers; English for all others."""


class RefundStatus(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    """It is being given back."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


UNSETTLED = (RefundStatus.REQUESTED, RefundStatus.APPROVED)
"""An invoice has one such request at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """What is asked, why, and what was decided."""

    id: str
    business_id: str
    customer_id: str
    ticket_id: str
    ticket_number: str
    invoice_id: str
    invoice_number: str
    reason: str
    asked: Portion
    requested_at: datetime
    status: RefundStatus = RefundStatus.REQUESTED
    approved: Portion | None = None
    decided_at: datetime | None = None
    declined_because: str | None = None
    version: int = 1

    def approve(self, portion: Portion, *, at: datetime) -> "RefundRequest":
        """Agree to it, or to a part. Raises RefundRequestClosed, RefundAboveRequest."""
        decided = self._decided(RefundStatus.APPROVED, at)
        if self.asked.amount < portion.amount:
            raise RefundAboveRequest(
                f"The customer has asked for {self.asked.amount.amount}.", field="amount.amount"
            )
        return replace(decided, approved=portion)

    def decline(self, reason: str, *, at: datetime) -> "RefundRequest":
        """Do not agree to it. Raises RefundRequestClosed."""
        return replace(self._decided(RefundStatus.DECLINED, at), declined_because=reason)

    def withdraw(self, *, at: datetime) -> "RefundRequest":
        """Take it back. Raises RefundRequestClosed."""
        return self._decided(RefundStatus.WITHDRAWN, at)

    def _decided(self, status: RefundStatus, at: datetime) -> "RefundRequest":
        if self.status is not RefundStatus.REQUESTED:
            raise RefundRequestClosed(f"This request is {self.status}.")
        return replace(self, status=status, decided_at=at, version=self.version + 1)


def refund_subject(invoice_number: str, language: str | None) -> str:
    """The ticket's subject, for a customer who reads that language."""
    subject = _SUBJECTS.get((language or "").partition("-")[0].lower(), _SUBJECTS["en"])
    return subject.format(number=invoice_number)
