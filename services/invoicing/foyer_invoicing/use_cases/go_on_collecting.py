"""What had paid an invoice was taken back: it is collected again, by its schedule."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.domain.retry_schedule import ChargeFailure, after_reversal
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.give_up_collecting import give_up_collecting


async def go_on_collecting(work: Work, invoice_id: str, failure: ChargeFailure) -> None:
    """Where it was collected by charges, and something of it is open. That it is open again was told."""
    invoice = await Invoices(work.session).get_for_update(work.scope, invoice_id)
    collectings = Collectings(work.session)
    before = await collectings.find_for_update(work.scope, invoice_id)
    if before is None or invoice.status is not InvoiceStatus.OPEN:
        return
    settings = await Dunning(work.session).settings(work.scope)
    after = after_reversal(before, failure, settings, now=work.now)
    await collectings.save(after)
    if after.exhausted_at and not before.exhausted_at:
        await give_up_collecting(work, after)
