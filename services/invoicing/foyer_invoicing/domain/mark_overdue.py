"""The rule for when an invoice is overdue."""

from dataclasses import replace
from datetime import date, datetime

from foyer_invoicing.domain.invoice import Collection, Invoice, ShownStatus


def mark_overdue(invoice: Invoice, *, today: date, now: datetime) -> Invoice:
    """The invoice marked once the day after its due date has begun at the business; else unchanged.

    One that is collected automatically is late when its collection fails, not by the calendar.
    """
    if invoice.collection is Collection.AUTOMATIC:
        return invoice
    if invoice.shown_status is not ShownStatus.UNPAID or today <= invoice.due_on:
        return invoice
    return replace(invoice, overdue_at=now, version=invoice.version + 1)
