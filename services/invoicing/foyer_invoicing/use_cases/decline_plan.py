"""Staff do not agree to a payment plan."""

from foyer_shared.contracts.invoicing import PaymentPlanDeclined
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.payment_plan import PaymentPlan, decline
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.lock_plan import lock_plan
from foyer_invoicing.use_cases.told import announce_plan, plan_data


async def decline_plan(work: Work, plan_id: str, reason: str) -> PaymentPlan:
    """The customer reads the reason. Raises PaymentPlanNotFound and PlanAlreadyDecided."""
    plan, file = await lock_plan(work, plan_id)
    declined = decline(plan, reason, now=work.now, by=str(work.actor))
    await PaymentPlans(work.session).save(declined)
    announce_plan(work, declined, PaymentPlanDeclined(plan=plan_data(declined, file.invoice), reason=reason))
    return declined
