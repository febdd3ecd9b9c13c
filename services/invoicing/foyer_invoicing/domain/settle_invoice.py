"""The rule for what is owed of an invoice once some of it was paid, or given back."""

from dataclasses import replace
from datetime import date, datetime

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus


def settle_invoice(invoice: Invoice, amount: Money, *, at: datetime) -> Invoice:
    """The invoice with so much less owed, paid once nothing is. What was written off of it is taken last."""
    of_open = min(invoice.open, amount)
    settled = replace(
        invoice,
        open=invoice.open - of_open,
        written_off=invoice.written_off - (amount - of_open),
        version=invoice.version + 1,
    )
    return settled if settled.owed.amount else replace(settled, status=InvoiceStatus.PAID, paid_at=at)


def reopen_invoice(invoice: Invoice, amount: Money, *, today: date, at: datetime) -> Invoice:
    """The invoice with so much more open, as the money that had paid it was taken back: overdue at once, but
    one that the customer pays only after its due date.
    """
    is_late = invoice.collection is Collection.AUTOMATIC or today > invoice.due_on
    return replace(
        invoice,
        open=invoice.open + amount,
        status=InvoiceStatus.OPEN,
        paid_at=None,
        overdue_at=invoice.overdue_at or (at if is_late else None),
        version=invoice.version + 1,
    )
