"""A collection case is closed: all was paid, or the business is content with a part."""

from foyer_shared.contracts.invoicing import CollectionCaseSettled, PaymentPlanCompleted
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CollectionCase, Outcome, settle_case
from foyer_invoicing.domain.payment_plan import PlanStatus, end
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.told import announce_case, announce_plan, case_data, plan_data


async def close_case(work: Work, case: CollectionCase, outcome: Outcome) -> CaseFile:
    """With its payment plan, which is completed when all was paid, else withdrawn. Raises CaseSettled."""
    settled = settle_case(case, outcome, now=work.now)
    await CollectionCases(work.session).save(settled)
    await _end_plan(work, settled)
    (file,) = await read_case_files(work, [settled])
    announce_case(work, settled, CollectionCaseSettled(case=case_data(file), outcome=outcome.value))
    return file


async def _end_plan(work: Work, case: CollectionCase) -> None:
    plans = PaymentPlans(work.session)
    plan = await plans.find_live_for_update(work.scope, case.id)
    if plan is None:
        return
    completed = plan.status is PlanStatus.RUNNING and case.outcome is Outcome.PAID
    ended = end(plan, PlanStatus.COMPLETED if completed else PlanStatus.WITHDRAWN, now=work.now)
    await plans.save(ended)
    if completed:
        (file,) = await read_case_files(work, [case])
        announce_plan(work, ended, PaymentPlanCompleted(plan=plan_data(ended, file.invoice)))
