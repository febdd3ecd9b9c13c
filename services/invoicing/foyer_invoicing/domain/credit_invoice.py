"""Where the money of a credit note goes, and what it leaves of its invoice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.credit_note import CreditNote, CreditTo, RefundPart
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.domain.settle_invoice import settle_invoice


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of what is given back."""

    settled: Money
    refunds: tuple[RefundPart, ...]
    to_balance: Money


def split_credit(
    invoice: Invoice, amount: Money, *, credit_to: CreditTo, payments: Sequence[Payment]
) -> Split:
    """First nothing more is owed; of what was paid, a refund takes what can go back to where it came from,
    the newest payment first, and the balance the rest.
    """
    settled = min(invoice.owed, amount)
    left, refunds = amount - settled, []
    for payment in reversed(payments) if credit_to is CreditTo.REFUND else ():
        part = min(left, payment.refundable)
        if payment.payment_id and part.amount:
            refunds.append(RefundPart(payment.payment_id, part))
            left -= part
    return Split(settled, tuple(refunds), left)


def credit_invoice(invoice: Invoice, note: CreditNote, *, at: datetime) -> Invoice:
    """One that was still owed, and is given back as a whole, is not to be paid any more."""
    credited = replace(invoice, credited=invoice.credited + note.totals.total)
    if not note.settled.amount:
        return replace(credited, version=invoice.version + 1)
    settled = settle_invoice(credited, note.settled, at=at)
    whole = settled.credited == settled.totals.total
    return replace(settled, status=InvoiceStatus.VOID, paid_at=None) if whole else settled
