"""The rule for what is open of an invoice once money came in."""

from dataclasses import replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus


def settle_invoice(invoice: Invoice, amount: Money, *, at: datetime) -> Invoice:
    """The invoice with so much less open, paid once nothing is."""
    left = invoice.open - amount
    settled = replace(invoice, open=left, version=invoice.version + 1)
    return settled if left.amount else replace(settled, status=InvoiceStatus.PAID, paid_at=at)
