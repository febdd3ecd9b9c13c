"""A payment is disputed, or no longer: the collection case of its invoice waits for that."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import HoldReason
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.hold_case import hold_case
from foyer_invoicing.use_cases.release_case import release_case


async def hold_disputed_case(work: Work, invoice_id: str, *, disputed: bool) -> None:
    """One that staff hold for another reason stays as it is; whoever calls has locked the invoice."""
    case = await CollectionCases(work.session).find_open_for_update(work.scope, invoice_id)
    if case is None:
        return
    if disputed and not case.held_at:
        await hold_case(work, case.id, HoldReason.DISPUTE)
    elif not disputed and case.hold_reason is HoldReason.DISPUTE:
        await release_case(work, case.id)
