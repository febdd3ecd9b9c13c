"""One business's overdue invoices become collection cases by themselves, where it wants that."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_settings import CaseOpening
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.collection_rules import CollectionRules
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.open_collection_case import open_collection_case

_BATCH = 100


async def open_due_cases(work: Work, *, limit: int = _BATCH) -> int:
    """Up to `limit` of them, each once; how many there were. What was settled before is left to staff."""
    settings = await CollectionRules(work.session).settings(work.scope)
    if settings.opening is not CaseOpening.AUTOMATIC:
        return 0
    today = (await Businesses(work.session).get(work.scope)).local_date(work.now)
    due = await Invoices(work.session).list_to_open_cases_for(
        work.scope, today=today, days=settings.open_after_days, limit=limit
    )
    cases = CollectionCases(work.session)
    for invoice in due:
        # Another job may have opened it between the look and the lock.
        if not await cases.list_page(work.scope, invoice_id=invoice.id, limit=1):
            await open_collection_case(work, invoice.id)
    return len(due)
