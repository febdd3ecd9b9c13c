"""A business drops what it would have invoiced."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.draft import Draft
from foyer_invoicing.storage.drafts import Drafts
from foyer_invoicing.use_cases.lock_draft import lock_draft


async def delete_draft(work: Work, draft_id: str) -> Draft:
    """As it was. Raises InvoiceIsFinal, InvoiceNotFound."""
    draft = await lock_draft(work, draft_id)
    await Drafts(work.session).remove(draft.id)
    return draft
