"""Staff take a collection case to its next stage."""

from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.take_to_next_stage import take_to_next_stage


async def advance_case(work: Work, case_id: str) -> CaseFile:
    """Raises CollectionCaseNotFound, and what `take_to_next_stage` refuses."""
    return await take_to_next_stage(work, await lock_case(work, case_id))
