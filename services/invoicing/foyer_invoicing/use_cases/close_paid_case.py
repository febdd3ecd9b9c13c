"""Something was paid: the collection case that it was for may be closed with it."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import outcome_of
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.close_case import close_case
from foyer_invoicing.use_cases.read_case_files import read_case_files


async def close_paid_case(work: Work, invoice_id: str) -> None:
    """The one that the invoice, or one of its costs, belongs to, unless something of it is still open."""
    case = await CollectionCases(work.session).find_open_for_update(work.scope, invoice_id)
    if case is None:
        return
    (file,) = await read_case_files(work, [case])
    if file.total.amount == 0:
        await close_case(work, case, outcome_of(file.invoice))
