"""Money that came in for an invoice, and the rule for taking it from staff."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.check_lines import LARGEST_AMOUNT
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus

OUTSIDE = "outside"
"""How money came in that staff recorded, such as by a bank transfer."""

RECORDED = "rpay"
"""What the ids of payments begin with that staff recorded for a customer; another is a provider's."""

UNKNOWN = "unknown"
"""How money came in of which the payments service does not say it."""


class PaymentNotPositive(Invalid):
    """A payment of nothing, or of less."""

    code = "payment_not_positive"


class PaymentTooLarge(Invalid):
    """More than an amount may be."""

    code = "amount_too_large"


class PaymentInFuture(Invalid):
    """Money that has not come yet."""

    code = "payment_in_future"


class InvoiceAlreadyPaid(Conflict):
    """Nothing of the invoice is open."""

    code = "invoice_already_paid"


class InvoiceVoid(Conflict):
    """The invoice is not to be paid."""

    code = "invoice_void"


class PaymentCurrencyDiffers(Conflict):
    """The invoice is in another currency."""

    code = "payment_currency_differs"


class PaymentAboveOpen(Conflict):
    """More than is open of the invoice."""

    code = "payment_above_open"


class InvoiceOfOtherCustomer(Conflict):
    """The invoice is not of the customer who has paid."""

    code = "invoice_of_other_customer"


class PaymentNotFound(NotFound):
    """There is no such payment for whoever asks."""


class PaymentNotRecorded(Conflict):
    """It came by a provider, who alone takes it back."""

    code = "payment_not_recorded"


class PaymentAlreadyReversed(Conflict):
    """It was taken back before."""

    code = "payment_already_reversed"


class PaymentStatus(StrEnum):
    """What became of a payment."""

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DISPUTED = "disputed"
    REVERSED = "reversed"
    """All of it was taken back."""


UNDECIDED = {PaymentStatus.PROCESSING, PaymentStatus.FAILED}
"""Of a payment whose money is not there, or not yet: what fails may still succeed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a payment, or a try to make one, did for one invoice. Its parts are in minor units."""

    id: str
    amount: Money
    paid_at: datetime
    """Of one that has not succeeded: when it was last heard of."""
    reference: str | None = None
    """What the bank statement says."""
    payment_id: str | None = None
    """What the payments service knows it by, or what staff recorded it as; one for several invoices is known
    by the same for each.
    """
    status: PaymentStatus = PaymentStatus.SUCCEEDED
    method: str = OUTSIDE
    failure_code: str | None = None
    surplus: int = 0
    """What was more than was owed, and became balance."""
    refunded: int = 0
    """What went back, or is on its way back."""
    reversed: int = 0
    """What was taken back."""

    @property
    def applied(self) -> Money:
        """What it paid of the invoice."""
        return self._money(self.amount.amount - self.surplus)

    @property
    def unrefunded(self) -> Money:
        """What has not gone back, whether or not it was taken back: either may be told first."""
        return self._money(self.amount.amount - self.refunded)

    @property
    def refundable(self) -> Money:
        """What can go back where it came from: nothing while it is disputed, nor of what staff recorded."""
        may = self.method != OUTSIDE and self.status is PaymentStatus.SUCCEEDED
        return self._money(max(0, self.amount.amount - self.refunded - self.reversed) if may else 0)

    @property
    def taken_back(self) -> Money:
        """What was taken back of it."""
        return self._money(self.reversed)

    def refund(self, amount: Money) -> "Payment":
        """So much of it is on its way back; or, below zero, is not any more."""
        return replace(self, refunded=self.refunded + amount.amount)

    def _money(self, amount: int) -> Money:
        return Money(amount, self.amount.currency)


def check_payment(invoice: Invoice, payment: Payment, *, now: datetime) -> None:
    """Refuse a payment that this invoice cannot take; part of what is open is welcome."""
    check_recorded(payment.amount, paid_at=payment.paid_at, now=now)
    refuse_settled(invoice)
    if payment.amount.currency != invoice.open.currency:
        raise PaymentCurrencyDiffers(
            f"{invoice.number} is in {invoice.open.currency}.", field="amount.currency"
        )
    if invoice.owed < payment.amount:
        raise PaymentAboveOpen(
            f"Only {invoice.owed.amount} is open of {invoice.number}.", field="amount.amount"
        )


def check_recorded(amount: Money, *, paid_at: datetime, now: datetime) -> None:
    """Refuse what cannot be on a bank statement."""
    if amount.amount <= 0:
        raise PaymentNotPositive("A payment is more than zero.", field="amount.amount")
    if amount.amount > LARGEST_AMOUNT:
        raise PaymentTooLarge(f"A payment is at most {LARGEST_AMOUNT}.", field="amount.amount")
    if paid_at > now:
        raise PaymentInFuture("A payment cannot be recorded before it is made.", field="paid_at")


def split_over(amount: Money, owed: Sequence[Money]) -> list[Money]:
    """What goes to each, in their order, as far as it reaches; the last one takes what is left over."""
    parts, left = [], amount
    for each in owed:
        if left.amount:
            parts.append(min(left, each))
            left -= parts[-1]
    return [*parts[:-1], parts[-1] + left] if parts else []


def refuse_settled(invoice: Invoice) -> None:
    """Raises InvoiceAlreadyPaid, InvoiceVoid."""
    if invoice.status is InvoiceStatus.PAID:
        raise InvoiceAlreadyPaid(f"{invoice.number} is paid.")
    if invoice.status is InvoiceStatus.VOID:
        raise InvoiceVoid(f"{invoice.number} is void.")
