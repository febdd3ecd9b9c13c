"""Staff let a collection case go on."""

from foyer_shared.contracts.invoicing import CollectionCaseReleased
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import release
from foyer_invoicing.domain.payment_plan import PlanStatus, postpone
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.told import announce_case, case_data


async def release_case(work: Work, case_id: str) -> CaseFile:
    """Its stage has its days anew, and what is unpaid of its payment plan is due later by the days on hold.

    Raises CollectionCaseNotFound, and what `release` refuses.
    """
    held = await lock_case(work, case_id)
    case = release(held.case, today=held.today, days=held.settings.days_between_stages)
    await CollectionCases(work.session).save(case)
    await _postpone_plan(work, held)
    (file,) = await read_case_files(work, [case])
    announce_case(work, case, CollectionCaseReleased(case=case_data(file)))
    return file


async def _postpone_plan(work: Work, held: CaseFile) -> None:
    plans = PaymentPlans(work.session)
    plan = await plans.find_live_for_update(work.scope, held.case.id)
    if plan and plan.status is PlanStatus.RUNNING and held.case.held_at:
        business = await Businesses(work.session).get(work.scope)
        days = (held.today - business.local_date(held.case.held_at)).days
        await plans.save(postpone(plan, held.total, days=days))
