"""Money that came in for an invoice, and the rule for taking it."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus


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


class InvoiceGivenUp(Conflict):
    """The business has given up on what was open of it."""

    code = "invoice_uncollectible"


class PaymentCurrencyDiffers(Conflict):
    """The invoice is in another currency."""

    code = "payment_currency_differs"


class PaymentAboveOpen(Conflict):
    """More than is open of the invoice."""

    code = "payment_above_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money from outside, such as a bank transfer, that staff recorded."""

    id: str
    amount: Money
    paid_at: datetime
    reference: str | None
    """What the bank statement says."""


def check_payment(invoice: Invoice, payment: Payment, *, now: datetime) -> None:
    """Refuse a payment that this invoice cannot take; part of what is open is welcome."""
    if payment.amount.amount <= 0:
        raise PaymentNotPositive("A payment is more than zero.", field="amount.amount")
    if payment.paid_at > now:
        raise PaymentInFuture("A payment cannot be recorded before it is made.", field="paid_at")
    if invoice.status is InvoiceStatus.PAID:
        raise InvoiceAlreadyPaid(f"{invoice.number} is paid.")
    if invoice.status is InvoiceStatus.VOID:
        raise InvoiceVoid(f"{invoice.number} is void.")
    if invoice.status is InvoiceStatus.UNCOLLECTIBLE:
        raise InvoiceGivenUp(f"{invoice.number} was given up.")
    if payment.amount.currency != invoice.open.currency:
        raise PaymentCurrencyDiffers(
            f"{invoice.number} is in {invoice.open.currency}.", field="amount.currency"
        )
    if invoice.open < payment.amount:
        raise PaymentAboveOpen(
            f"Only {invoice.open.amount} is open of {invoice.number}.", field="amount.amount"
        )
