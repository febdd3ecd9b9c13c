"""One business's customers are reminded of invoices that are overdue for some time."""

from foyer_shared.contracts.invoicing import InvoiceReminderDue
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.remind import remind_after
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import announce_of, invoice_data

_BATCH = 100


async def remind_after_due_dates(work: Work, *, limit: int = _BATCH) -> int:
    """Announce up to `limit` overdue invoices once more; how many there were."""
    settings = await Dunning(work.session).settings(work.scope)
    if settings.remind_after_days is None:
        return 0
    today = (await Businesses(work.session).get(work.scope)).local_date(work.now)
    invoices = Invoices(work.session)
    late = await invoices.list_to_remind_for_update(
        work.scope, today=today, days=settings.remind_after_days, limit=limit
    )
    reminded = [remind_after(invoice, settings, today=today, now=work.now) for invoice in late]
    if reminded:
        await invoices.save(*reminded)
    for invoice in reminded:
        days = (today - invoice.due_on).days
        announce_of(work, invoice, InvoiceReminderDue(invoice=invoice_data(invoice), days_overdue=days))
    return len(reminded)
