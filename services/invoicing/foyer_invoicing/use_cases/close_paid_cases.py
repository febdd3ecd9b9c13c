"""One business's collection cases of which nothing is open any more are closed."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseStatus, outcome_of
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.close_case import close_case
from foyer_invoicing.use_cases.lock_case import lock_case

_BATCH = 100


async def close_paid_cases(work: Work, *, limit: int = _BATCH) -> int:
    """Up to `limit` of those of which nothing is open, in whatever way that came; how many there were."""
    paid = await CollectionCases(work.session).claim_to_settle(work.scope, limit=limit)
    for case_id in paid:
        file = await lock_case(work, case_id)
        if file.case.status is CaseStatus.OPEN and file.total.amount == 0:
            await close_case(work, file.case, outcome_of(file.invoice))
    return len(paid)
