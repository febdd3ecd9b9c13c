"""Money that a customer pays for invoices, on its way and after."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from foyer_shared.basics.money import Money

from foyer_payments.domain.payment_states import MOVES, PaymentStatus
from foyer_payments.domain.provided import Charged, Failure, Status

AUTHENTICATION_REQUIRED = Failure("authentication_required", "soft")
"""The bank wants to ask a customer who is not here."""

NO_METHOD = Failure("no_payment_method", "hard")
"""The customer has nothing that it could be charged to."""

METHOD_WAITED_FOR = timedelta(days=7)
"""What paid and is to be kept: a provider may make the mandate for it later, by real time."""

CARD_EXPIRED = Failure("expired_card", "hard")
"""All that the customer has has expired."""

WAITED_FOR = timedelta(days=1)
"""A customer who has something to do on a provider's page, by real time."""


@dataclass(frozen=True, slots=True)
class PaidPart:
    """So much of a payment is for one invoice."""

    invoice_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Payment:
    """A charge of one method, or (on-session) of whichever the provider's page is given."""

    id: str
    business_id: str
    customer_id: str
    account_id: str
    amount: Money
    parts: tuple[PaidPart, ...]
    description: str
    on_session: bool
    created_at: datetime
    payment_method_id: str | None = None
    kind: str | None = None
    kinds: tuple[str, ...] = ()
    save: bool = False
    language: str = "en"
    return_url: str | None = None
    attempt: int | None = None
    """Of `invoice.payment_due`."""
    is_instalment: bool = False
    """Of a payment plan, which may be paid by bank transfer too."""
    asked: bool = True
    """Whether the provider may have been asked: from then on the amount stays as it is."""
    collects_at: datetime | None = None
    """Until then a direct debit waits that was announced; None where nothing has to be."""
    status: PaymentStatus = PaymentStatus.CREATED
    provided_id: str | None = None
    action_url: str | None = None
    failure: Failure | None = None
    fee: Money | None = None
    version: int = 1
    begun_at: datetime | None = field(default=None, compare=False)
    """By real time; None until it is kept."""


def follow_charge(payment: Payment, charged: Charged) -> Payment:
    """The payment after what its provider says of it; the same object when that is no news.

    Off-session nobody is here to be asked: a charge that wants that counts as failed, and is cancelled at the
    provider before it is applied.
    """
    status, failure = PaymentStatus(charged.status), charged.failure
    if not payment.on_session and charged.status in {Status.REQUIRES_ACTION, Status.CANCELED}:
        status, failure = PaymentStatus.FAILED, failure or AUTHENTICATION_REQUIRED
    if status not in MOVES[payment.status]:
        return payment
    return replace(
        payment,
        status=status,
        provided_id=charged.id,
        action_url=charged.action_url if status is PaymentStatus.REQUIRES_ACTION else None,
        failure=(failure or Failure("declined", "soft")) if status is PaymentStatus.FAILED else None,
        fee=charged.fee,
        kind=charged.method.kind if charged.method else payment.kind,
        version=payment.version + 1,
    )


def may_be_kept(payment: Payment) -> bool:
    """Whether what paid is to be kept, and is not there yet."""
    return payment.status is PaymentStatus.SUCCEEDED and payment.save and payment.payment_method_id is None


def is_waited_for(payment: Payment, real: datetime) -> bool:
    """Whether what is to be kept may still come."""
    since = payment.begun_at or real
    return may_be_kept(payment) and real - since <= METHOD_WAITED_FOR


def is_waiting(payment: Payment, now: datetime) -> bool:
    """Whether it was announced for a later day."""
    return payment.collects_at is not None and payment.collects_at > now


def is_abandoned(payment: Payment, real: datetime) -> bool:
    """Whether a customer who has something to do will not come back."""
    return payment.begun_at is not None and real - payment.begun_at > WAITED_FOR


def fail(payment: Payment, failure: Failure) -> Payment:
    """No money will come of it, since nobody was charged; the same object when it is over already."""
    if payment.status.is_over:
        return payment
    return replace(
        payment,
        status=PaymentStatus.FAILED,
        action_url=None,
        failure=failure,
        version=payment.version + 1,
    )


def drop(payment: Payment) -> Payment:
    """It was never asked for, and need not be any more."""
    return replace(payment, status=PaymentStatus.CANCELED, version=payment.version + 1)
