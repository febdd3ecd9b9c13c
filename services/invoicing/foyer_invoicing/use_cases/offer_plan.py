"""Staff decide whether a payment plan is offered in one collection case."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseSettled, CaseStatus
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files


async def offer_plan(work: Work, case_id: str, *, offered: bool | None) -> CaseFile:
    """None: as the business does. Raises CollectionCaseNotFound and CaseSettled."""
    case = (await lock_case(work, case_id)).case
    if case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{case.number} is closed.")
    case = replace(case, plan_offered=offered, version=case.version + 1)
    await CollectionCases(work.session).save(case)
    (file,) = await read_case_files(work, [case])
    return file
