"""A collection case of which nothing is open any more is closed, in whatever way that came."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseStatus, outcome_of
from foyer_invoicing.use_cases.close_case import close_case
from foyer_invoicing.use_cases.lock_case import lock_case


async def close_found_case(work: Work, case_id: str) -> bool:
    """Whether there still was nothing open of it."""
    file = await lock_case(work, case_id)
    paid = file.case.status is CaseStatus.OPEN and file.total.amount == 0
    if paid:
        await close_case(work, file.case, outcome_of(file.invoice))
    return paid
