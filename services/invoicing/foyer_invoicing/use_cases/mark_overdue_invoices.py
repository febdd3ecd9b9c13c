"""One business's invoices become overdue when their due date has passed there."""

from foyer_shared.contracts.invoicing import InvoiceOverdue
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.mark_overdue import mark_overdue
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import invoice_data

_BATCH = 100


async def mark_overdue_invoices(work: Work, *, limit: int = _BATCH) -> int:
    """Mark and announce up to `limit` of them, each once; how many there were."""
    business = await Businesses(work.session).get(work.scope)
    today = business.local_date(work.now)
    settings = await Dunning(work.session).settings(work.scope)
    invoices = Invoices(work.session)
    past_due = await invoices.list_past_due_for_update(work.scope, today=today, limit=limit)
    overdue = [mark_overdue(invoice, settings, today=today, now=work.now) for invoice in past_due]
    if overdue:
        await invoices.save(*overdue)
    for invoice in overdue:
        work.announce(
            InvoiceOverdue(invoice=invoice_data(invoice)),
            subject=invoice.id,
            version=invoice.version,
            customer_id=invoice.customer_id,
        )
    return len(overdue)
