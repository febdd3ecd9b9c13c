"""The rule for when an invoice is overdue."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from foyer_invoicing.domain.dunning_settings import DunningSettings
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus


def mark_overdue(invoice: Invoice, settings: DunningSettings, *, today: date, now: datetime) -> Invoice:
    """The invoice marked once the day after its due date has begun at the business; else unchanged.

    One that is collected automatically is late when its collection fails, not by the calendar; one that is
    being paid is not late. One of collection costs is part of its case.
    """
    if invoice.collection is Collection.AUTOMATIC or invoice.pending or invoice.case_id:
        return invoice
    if invoice.status is not InvoiceStatus.OPEN or invoice.overdue_at or today <= invoice.due_on:
        return invoice
    return found_overdue(invoice, settings, today=today, now=now)


def found_overdue(invoice: Invoice, settings: DunningSettings, *, today: date, now: datetime) -> Invoice:
    """The overdue invoice; found so late that the reminder is due as well, the one message says both."""
    after = settings.remind_after_days
    late = after is not None and invoice.due_on + timedelta(days=after) <= today
    return replace(
        invoice,
        overdue_at=now,
        reminded_at=now if late else invoice.reminded_at,
        version=invoice.version + 1,
    )
