"""A customer asks for the money of a paid invoice, or a part of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.money import Money

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
    SETTLED = "settled"
    """It was given back: to where it was paid from, or to the balance."""
    REFUSED = "refused"
    """It could not be given back any more; staff see to its ticket."""


UNSETTLED = (RefundStatus.REQUESTED, RefundStatus.APPROVED)
"""An invoice has one such request at most."""


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money that went back to where it was paid from; one that failed became balance."""

    amount: Money
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What became of an approved request."""

    credit_note_id: str
    credit_note_number: str
    total: Money
    to_refund: Money
    """What is to go back to where it was paid from; the rest became balance at once."""
    refunds: Mapping[str, Refunded]
    """By the id of each refund that was decided."""

    @property
    def settled(self) -> bool:
        """Whether all of it has gone back, or could not."""
        return sum((each.amount for each in self.refunds.values()), self.to_refund * 0) == self.to_refund

    @property
    def refunded(self) -> Money:
        """What has gone back to where it was paid from."""
        gone = (each.amount for each in self.refunds.values() if not each.failed)
        return sum(gone, self.to_refund * 0)

    @property
    def to_balance(self) -> Money:
        """What became balance, of refunds that failed too."""
        failed = (each.amount for each in self.refunds.values() if each.failed)
        return sum(failed, self.total - self.to_refund)


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
    given_back: GivenBack | None = None
    refused_because: str | None = None
    """The code of why it cannot be given back any more."""
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

    def give_back(self, given: GivenBack) -> "RefundRequest":
        """Follow what becomes of it; settled once nothing of it is on its way."""
        status = RefundStatus.SETTLED if given.settled else self.status
        return replace(self, status=status, given_back=given, version=self.version + 1)

    def refuse(self, code: str) -> "RefundRequest":
        """It cannot be given back any more."""
        return replace(self, status=RefundStatus.REFUSED, refused_because=code, version=self.version + 1)

    def _decided(self, status: RefundStatus, at: datetime) -> "RefundRequest":
        if self.status is not RefundStatus.REQUESTED:
            raise RefundRequestClosed(f"This request is {self.status}.")
        return replace(self, status=status, decided_at=at, version=self.version + 1)


def refund_subject(invoice_number: str, language: str | None) -> str:
    """The ticket's subject, for a customer who reads that language."""
    subject = _SUBJECTS.get((language or "").partition("-")[0].lower(), _SUBJECTS["en"])
    return subject.format(number=invoice_number)
