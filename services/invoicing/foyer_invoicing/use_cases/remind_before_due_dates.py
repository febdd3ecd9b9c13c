"""One business's customers are reminded of invoices whose due date is near."""

from foyer_shared.contracts.invoicing import InvoiceDueSoon
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.remind import remind_before
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import announce_of, invoice_data

_BATCH = 100


async def remind_before_due_dates(work: Work, *, limit: int = _BATCH) -> int:
    """Announce up to `limit` due dates that are near, each once; how many there were."""
    settings = await Dunning(work.session).settings(work.scope)
    if settings.remind_before_days is None:
        return 0
    today = (await Businesses(work.session).get(work.scope)).local_date(work.now)
    invoices = Invoices(work.session)
    near = await invoices.list_due_soon_for_update(
        work.scope, today=today, days=settings.remind_before_days, limit=limit
    )
    reminded = [remind_before(invoice, settings, today=today, now=work.now) for invoice in near]
    if reminded:
        await invoices.save(*reminded)
    for invoice in reminded:
        announce_of(work, invoice, InvoiceDueSoon(invoice=invoice_data(invoice)))
    return len(reminded)
