"""A collection case goes on by itself when its stage has had its days."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import goes_on
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.take_to_next_stage import take_to_next_stage


async def advance_due_case(work: Work, case_id: str) -> bool:
    """By one stage, however late; whether it still was to go on."""
    file = await lock_case(work, case_id)
    due = goes_on(file.case, today=file.today) and not file.under_way and not file.live_plan
    if due:
        await take_to_next_stage(work, file)
    return due
