"""An overdue invoice becomes a collection case by itself."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import ShownStatus
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.open_collection_case import open_collection_case


async def open_due_case(work: Work, invoice_id: str) -> bool:
    """Whether it still is overdue, and another job has not opened one."""
    invoice = await Invoices(work.session).get_for_update(work.scope, invoice_id)
    had = await CollectionCases(work.session).list_page(work.scope, invoice_id=invoice_id, limit=1)
    if had or invoice.shown_status is not ShownStatus.OVERDUE:
        return False
    await open_collection_case(work, invoice_id)
    return True
