"""Staff agree to a payment plan."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.payment_plan import PaymentPlan
from foyer_invoicing.use_cases.lock_plan import lock_plan
from foyer_invoicing.use_cases.start_plan import start_plan


async def approve_plan(work: Work, plan_id: str) -> PaymentPlan:
    """It begins at once, for what is open by now. Raises PaymentPlanNotFound and PlanAlreadyDecided."""
    plan, file = await lock_plan(work, plan_id)
    return await start_plan(work, file, plan, by_rule=False)
