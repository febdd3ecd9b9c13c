"""Where a provider's books and ours differ about a payment: what came, went back, or was taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from foyer_shared.basics.money import Money

from foyer_payments.domain.errors import SpanNotPossible
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Charged, Status

LONGEST = timedelta(days=31)

Kind = Literal["unknown_here", "unknown_there", "captured", "refunded", "taken_back"]


@dataclass(frozen=True, slots=True)
class Books:
    """What is known of a payment on one side."""

    captured: Money
    refunded: Money
    taken_back: Money


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one payment; `ours` and `theirs` are what the two sides say of that kind."""

    kind: Kind
    payment_id: str | None
    provided_id: str | None
    ours: Money
    theirs: Money


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many payments were compared, of how many charges at the provider, and what differs."""

    payments: int
    charges: int
    differences: Sequence[Difference]


def check_span(since: datetime, until: datetime) -> None:
    """Raises SpanNotPossible."""
    if not timedelta(0) < until - since <= LONGEST:
        raise SpanNotPossible(f"Name a span of at most {LONGEST.days} days.", field="until")


def books_of(charged: Charged) -> Books:
    """What the provider says."""
    nothing = charged.amount * 0
    return Books(
        captured=charged.amount if charged.status is Status.SUCCEEDED else nothing,
        refunded=sum((each.amount for each in charged.refunds if each.status is Status.SUCCEEDED), nothing),
        taken_back=sum(
            (
                *(each.amount for each in charged.reversals if not each.undone),
                *(each.amount for each in charged.disputes if each.status == "lost"),
            ),
            nothing,
        ),
    )


def our_books(payment: Payment, *, refunded: int, taken_back: int) -> Books:
    """What we say; amounts in minor units."""
    currency = payment.amount.currency
    return Books(
        captured=payment.amount if payment.status is PaymentStatus.SUCCEEDED else payment.amount * 0,
        refunded=Money(refunded, currency),
        taken_back=Money(taken_back, currency),
    )


def compare(payment: Payment, ours: Books, theirs: Books | None) -> Iterator[Difference]:
    """None: the provider does not know the payment, of which it should have money."""
    if theirs is None:
        if ours.captured.amount:
            yield _difference("unknown_there", payment, ours.captured, ours.captured * 0)
        return
    if ours.captured != theirs.captured:
        yield _difference("captured", payment, ours.captured, theirs.captured)
    if ours.refunded != theirs.refunded:
        yield _difference("refunded", payment, ours.refunded, theirs.refunded)
    if ours.taken_back != theirs.taken_back:
        yield _difference("taken_back", payment, ours.taken_back, theirs.taken_back)


def unknown_here(charged: Charged) -> Iterator[Difference]:
    """A charge that Foyer asked for and that no payment of ours is, as far as there is money of it. What the
    business charges with the same account in other ways is its own.
    """
    captured = books_of(charged).captured
    if captured.amount and charged.key is not None:
        yield Difference("unknown_here", None, charged.id, captured * 0, captured)


def _difference(kind: Kind, payment: Payment, ours: Money, theirs: Money) -> Difference:
    return Difference(kind, payment.id, payment.provided_id, ours, theirs)
