"""What a customer may pay: never more than is open, in one currency."""

from collections.abc import Sequence

from foyer_shared.basics.money import Money

from foyer_payments.domain.errors import (
    AmountAboveOpen,
    AmountNotPositive,
    CurrencyMixed,
    InvoiceNamedTwice,
    InvoiceNotPayable,
    NothingToPay,
)
from foyer_payments.domain.invoice import Invoice
from foyer_payments.domain.payment import PaidPart

MOST = 50
"""Invoices of one payment: their numbers have to fit what its provider shows."""


def check_named(invoice_ids: Sequence[str]) -> None:
    """Raises NothingToPay, InvoiceNamedTwice."""
    if not 0 < len(invoice_ids) <= MOST:
        raise NothingToPay(f"A payment is for 1 to {MOST} invoices.", field="invoices")
    if len(set(invoice_ids)) < len(invoice_ids):
        raise InvoiceNamedTwice("Name each invoice once.", field="invoices")


def part_of(invoice: Invoice, amount: int | None) -> PaidPart:
    """All that is open of it, or the amount in minor units; raises InvoiceNotPayable, AmountNotPositive,
    AmountAboveOpen.
    """
    if not invoice.payable:
        raise InvoiceNotPayable(f"Nothing of invoice {invoice.number} is to be paid.", field="invoices")
    if amount is None:
        return PaidPart(invoice.id, invoice.open)
    if amount <= 0:
        raise AmountNotPositive("Pay more than nothing.", field="invoices")
    if amount > invoice.open.amount:
        raise AmountAboveOpen(f"Less is open of invoice {invoice.number}.", field="invoices")
    return PaidPart(invoice.id, Money(amount, invoice.open.currency))


def total_of(parts: Sequence[PaidPart]) -> Money:
    """Of at least one part; raises CurrencyMixed."""
    if len({part.amount.currency for part in parts}) > 1:
        raise CurrencyMixed("Pay invoices of one currency at a time.", field="invoices")
    return Money(sum(part.amount.amount for part in parts), parts[0].amount.currency)
