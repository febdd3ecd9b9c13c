"""A customer has a new way to pay: what could not be collected is tried at once."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.retry_schedule import ask_at_once
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.use_cases.lock_invoice import lock_invoice


async def collect_with_new_method(work: Work, customer_id: str) -> None:
    """The job asks for it; an attempt that is under way is waited for."""
    collectings = Collectings(work.session)
    for invoice_id in await collectings.list_failed_of(work.scope, customer_id):
        await lock_invoice(work, invoice_id)
        failed = await collectings.find_failed_for_update(work.scope, invoice_id)
        if failed:
            await collectings.save(ask_at_once(failed, now=work.now))
