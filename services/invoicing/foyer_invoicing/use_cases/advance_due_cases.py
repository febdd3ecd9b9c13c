"""One business's collection cases go on by themselves when their stage has had its days."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import goes_on
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.take_to_next_stage import take_to_next_stage

_BATCH = 100


async def advance_due_cases(work: Work, *, limit: int = _BATCH) -> int:
    """Up to `limit` of them by one stage, however late; how many there were.

    Those that are held, disputed or paid in instalments, or for which a payment is under way, wait.
    """
    today = (await Businesses(work.session).get(work.scope)).local_date(work.now)
    due = await CollectionCases(work.session).claim_to_advance(work.scope, today=today, limit=limit)
    for case_id in due:
        file = await lock_case(work, case_id)
        if goes_on(file.case, today=today):
            await take_to_next_stage(work, file)
    return len(due)
