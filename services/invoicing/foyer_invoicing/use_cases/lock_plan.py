"""A payment plan that waits for an answer is locked, with its case before it."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.payment_plan import PaymentPlan, PlanAlreadyDecided
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile


async def lock_plan(work: Work, plan_id: str) -> tuple[PaymentPlan, CaseFile]:
    """Raises PaymentPlanNotFound and PlanAlreadyDecided."""
    plans = PaymentPlans(work.session)
    seen = await plans.get(work.scope, plan_id)
    file = await lock_case(work, seen.case_id)
    plan = await plans.find_live_for_update(work.scope, seen.case_id)
    if plan is None or plan.id != plan_id:
        raise PlanAlreadyDecided("This plan has been answered already.")
    return plan, file
