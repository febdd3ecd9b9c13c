"""A draft that is to be changed, dropped or made final."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.draft import Draft, InvoiceIsFinal
from foyer_invoicing.storage.drafts import Drafts
from foyer_invoicing.storage.invoices import Invoices


async def lock_draft(work: Work, draft_id: str) -> Draft:
    """Locked until the end of the work. Raises InvoiceIsFinal, InvoiceNotFound."""
    found = await Drafts(work.session).find_with_lines(work.scope, draft_id, for_update=True)
    if found is None:
        invoice = await Invoices(work.session).get(work.scope, draft_id)
        raise InvoiceIsFinal(f"{invoice.number} is final: a credit note corrects it.")
    return found[0]
