"""Money that goes back to where it was paid from."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.money import Money

from foyer_payments.domain.method_kinds import KINDS
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.provided import Refunded, Status

ABOVE_PAID = "refund_above_paid"
"""Why a refund failed that nobody asked a provider for."""

WINDOW_OVER = "refund_window_over"
"""The same: so long after the payment, money does not go back by its kind. It becomes the customer's balance,
which pays invoices to come, or is given back in another way.
"""


class RefundStatus(StrEnum):
    """How far a refund is."""

    CREATED = "created"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


MOVES: dict[RefundStatus, frozenset[RefundStatus]] = {
    RefundStatus.CREATED: frozenset({RefundStatus.PENDING, RefundStatus.SUCCEEDED, RefundStatus.FAILED}),
    RefundStatus.PENDING: frozenset({RefundStatus.SUCCEEDED, RefundStatus.FAILED}),
    # A bank may send it back later.
    RefundStatus.SUCCEEDED: frozenset({RefundStatus.FAILED}),
    RefundStatus.FAILED: frozenset(),
}

_SAID = {
    Status.REQUIRES_ACTION: RefundStatus.PENDING,
    Status.PROCESSING: RefundStatus.PENDING,
    Status.SUCCEEDED: RefundStatus.SUCCEEDED,
    Status.FAILED: RefundStatus.FAILED,
    Status.CANCELED: RefundStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class Refund:
    """Of one payment; without a credit note it was made at the provider, past Foyer."""

    id: str
    business_id: str
    customer_id: str
    payment_id: str
    amount: Money
    created_at: datetime
    credit_note_id: str | None = None
    status: RefundStatus = RefundStatus.CREATED
    provided_id: str | None = None
    failure_code: str | None = None
    version: int = 1


def follow_refund(refund: Refund, said: Refunded) -> Refund:
    """The refund after what its provider says of it; the same object when that is no news."""
    status = _SAID[said.status]
    if status not in MOVES[refund.status]:
        return refund
    code = said.failure.code if said.failure else "refund_failed"
    return replace(
        refund,
        status=status,
        provided_id=said.id,
        failure_code=code if status is RefundStatus.FAILED else None,
        version=refund.version + 1,
    )


def window_is_over(payment: Payment, now: datetime) -> bool:
    """Whether money does not go back any more by the kind of the payment, or never does."""
    kind = KINDS.get(payment.kind or "")
    if kind is None or kind.refund_days is None:
        return False
    paid_at = payment.collects_at or payment.created_at
    return now >= paid_at + timedelta(days=kind.refund_days)


def fail_refund(refund: Refund, code: str) -> Refund:
    """It cannot go back that way; nobody was asked, or whoever was refused."""
    return replace(refund, status=RefundStatus.FAILED, failure_code=code, version=refund.version + 1)
