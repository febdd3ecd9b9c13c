"""Staff let a collection case go on."""

from foyer_shared.contracts.invoicing import CollectionCaseReleased
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import release
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.told import announce_case, case_data


async def release_case(work: Work, case_id: str) -> CaseFile:
    """Its stage has its days anew. Raises CollectionCaseNotFound, and what `release` refuses."""
    held = await lock_case(work, case_id)
    case = release(held.case, today=held.today, days=held.settings.days_between_stages)
    await CollectionCases(work.session).save(case)
    (file,) = await read_case_files(work, [case])
    announce_case(work, case, CollectionCaseReleased(case=case_data(file)))
    return file
