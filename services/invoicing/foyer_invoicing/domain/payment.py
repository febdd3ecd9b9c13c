"""Money that came in for an invoice, and the rule for taking it from staff."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus

OUTSIDE = "outside"
"""How money came in that staff recorded, such as by a bank transfer."""

UNKNOWN = "unknown"
"""How money came in of which the payments service does not say it."""


class PaymentNotPositive(Invalid):
    """A payment of nothing, or of less."""

    code = "payment_not_positive"


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
    """What the payments service knows it by; one for several invoices is known by the same for each."""
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
        may = self.payment_id is not None and self.status is PaymentStatus.SUCCEEDED
        return self._money(max(0, self.amount.amount - self.refunded - self.reversed) if may else 0)

    def refund(self, amount: Money) -> "Payment":
        """So much of it is on its way back; or, below zero, is not any more."""
        return replace(self, refunded=self.refunded + amount.amount)

    def _money(self, amount: int) -> Money:
        return Money(amount, self.amount.currency)


def check_payment(invoice: Invoice, payment: Payment, *, now: datetime) -> None:
    """Refuse a payment that this invoice cannot take; part of what is open is welcome."""
    if payment.amount.amount <= 0:
        raise PaymentNotPositive("A payment is more than zero.", field="amount.amount")
    if payment.paid_at > now:
        raise PaymentInFuture("A payment cannot be recorded before it is made.", field="paid_at")
    refuse_settled(invoice)
    if payment.amount.currency != invoice.open.currency:
        raise PaymentCurrencyDiffers(
            f"{invoice.number} is in {invoice.open.currency}.", field="amount.currency"
        )
    if invoice.owed < payment.amount:
        raise PaymentAboveOpen(
            f"Only {invoice.owed.amount} is open of {invoice.number}.", field="amount.amount"
        )


def refuse_settled(invoice: Invoice) -> None:
    """Raises InvoiceAlreadyPaid, InvoiceVoid."""
    if invoice.status is InvoiceStatus.PAID:
        raise InvoiceAlreadyPaid(f"{invoice.number} is paid.")
    if invoice.status is InvoiceStatus.VOID:
        raise InvoiceVoid(f"{invoice.number} is void.")
