"""The rule for money that is taken back: which of a payment's invoices are owed again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.payment import Payment, PaymentStatus


class ReversalAbovePayment(Conflict):
    """More is taken back than is left of the payment."""

    code = "reversal_above_payment"


@dataclass(frozen=True, slots=True)
class Reversal:
    """What is taken back of one invoice's part: of what it had paid, and of what was more than was owed."""

    payment: Payment
    """After it."""
    applied: Money
    surplus: Money


def reverse_payment(
    payments: Mapping[str, Payment], amount: Money, *, failure_code: str
) -> dict[str, Reversal]:
    """By invoice, in their order: first what had paid it, then what was more. Raises ReversalAbovePayment."""
    left, found = amount, {}
    for invoice_id, payment in payments.items():
        rest = payment.amount - Money(payment.reversed, amount.currency)
        part = min(left, rest)
        left -= part
        if part.amount:
            found[invoice_id] = _reversed(payment, part, failure_code)
    if left.amount:
        raise ReversalAbovePayment("More is taken back than is left of the payment.", field="amount")
    return found


def _reversed(payment: Payment, part: Money, failure_code: str) -> Reversal:
    before = Money(payment.reversed, part.currency)
    after = before + part
    whole = after == payment.amount
    applied = min(after, payment.applied) - min(before, payment.applied)
    return Reversal(
        replace(
            payment,
            reversed=after.amount,
            status=PaymentStatus.REVERSED if whole else PaymentStatus.SUCCEEDED,
            failure_code=failure_code,
        ),
        applied,
        part - applied,
    )
