"""One business's invoices are charged for again on their days, or no longer."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.domain.retry_schedule import Collecting, NextStep, ask_again, stop
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.give_up_collecting import give_up_collecting
from foyer_invoicing.use_cases.told import announce_payment_due

_BATCH = 100


async def collect_due_invoices(work: Work, *, limit: int = _BATCH) -> int:
    """Up to `limit` of them, each attempt once; how many there were.

    One for which a payment is under way is left alone until its outcome is known.
    """
    due = await Collectings(work.session).list_due_for_update(work.scope, now=work.now, limit=limit)
    for collecting in due:
        await _take_step(work, collecting)
    return len(due)


async def _take_step(work: Work, collecting: Collecting) -> None:
    collectings = Collectings(work.session)
    invoice = await Invoices(work.session).get_for_update(work.scope, collecting.invoice_id)
    if invoice.status is not InvoiceStatus.OPEN:
        await collectings.save(stop(collecting))
    elif collecting.next_step is NextStep.GIVE_UP:
        await give_up_collecting(work, collecting)
    else:
        asked = ask_again(collecting)
        await collectings.save(asked)
        announce_payment_due(work, invoice, attempt=asked.attempt)
