"""The rules for reminding of an invoice, before and after its due date; each reminder is sent once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from foyer_invoicing.domain.dunning_settings import DunningSettings
from foyer_invoicing.domain.invoice import Collection, Invoice, ShownStatus


def remind_before(invoice: Invoice, settings: DunningSettings, *, today: date, now: datetime) -> Invoice:
    """The invoice, reminded of ahead of its due date; else unchanged.

    One whose terms are shorter than that needs no reminder: it has only just come. Nor does one that is
    collected, nor, after a stop, one whose due date has passed meanwhile.
    """
    days, terms = settings.remind_before_days, invoice.due_on - invoice.issued_on
    if days is None or invoice.due_soon_at or invoice.case_id or invoice.collection is Collection.AUTOMATIC:
        return invoice
    ahead = timedelta(days=days)
    near = invoice.due_on - ahead <= today <= invoice.due_on
    if invoice.shown_status is not ShownStatus.UNPAID or not near or terms <= ahead:
        return invoice
    return replace(invoice, due_soon_at=now, version=invoice.version + 1)


def remind_after(invoice: Invoice, settings: DunningSettings, *, today: date, now: datetime) -> Invoice:
    """The overdue invoice, reminded of once more; else unchanged."""
    days = settings.remind_after_days
    if days is None or invoice.reminded_at or invoice.shown_status is not ShownStatus.OVERDUE:
        return invoice
    if today < invoice.due_on + timedelta(days=days):
        return invoice
    return replace(invoice, reminded_at=now, version=invoice.version + 1)
