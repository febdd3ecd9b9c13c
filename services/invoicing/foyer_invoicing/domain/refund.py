"""The rule for money that goes back."""

from collections.abc import Mapping

from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.payment import Payment


class RefundAbovePaid(Conflict):
    """More goes back than was paid, less what went back before."""

    code = "refund_above_paid"


def share_refund(payments: Mapping[str, Payment], amount: Money) -> dict[str, Money]:
    """What of it each invoice's part gives back, in their order. Raises RefundAbovePaid."""
    left, found = amount, {}
    for invoice_id, payment in payments.items():
        part = min(left, payment.unrefunded)
        if part.amount:
            found[invoice_id] = part
            left -= part
    if left.amount:
        raise RefundAbovePaid("More goes back than is left of the payment.", field="amount")
    return found


def unshare_refund(payments: Mapping[str, Payment], amount: Money) -> list[Payment]:
    """The parts that a refund which failed was taken from, with it taken from them no more."""
    left, found = amount, []
    for payment in payments.values():
        part = min(left, Money(payment.refunded, amount.currency))
        if part.amount:
            found.append(payment.refund(-part))
            left -= part
    return found
