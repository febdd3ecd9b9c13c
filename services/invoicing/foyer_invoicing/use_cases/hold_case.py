"""Staff hold a collection case, such as while it is disputed."""

from foyer_shared.contracts.invoicing import CollectionCaseHeld
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import HoldReason, hold
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.told import announce_case, case_data


async def hold_case(work: Work, case_id: str, reason: HoldReason) -> CaseFile:
    """Raises CollectionCaseNotFound, and what `hold` refuses."""
    case = hold((await lock_case(work, case_id)).case, reason, now=work.now)
    await CollectionCases(work.session).save(case)
    (file,) = await read_case_files(work, [case])
    announce_case(work, case, CollectionCaseHeld(case=case_data(file), reason=reason.value))
    return file
