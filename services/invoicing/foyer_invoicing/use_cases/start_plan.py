"""A payment plan that was agreed on begins at once."""

from foyer_shared.contracts.invoicing import PaymentPlanApproved, PaymentPlanStarted
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.payment_plan import PaymentPlan, start
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.told import account_of, announce_plan, plan_data

BY_RULE = "system:rule"


async def start_plan(work: Work, file: CaseFile, plan: PaymentPlan, *, by_rule: bool) -> PaymentPlan:
    """For what is open of the locked case today; raises PlanAlreadyDecided."""
    by = BY_RULE if by_rule else str(work.actor)
    started = start(plan, file.total, today=file.today, now=work.now, by=by)
    await PaymentPlans(work.session).save(started)
    told = plan_data(started, file.invoice)
    collected = file.invoice.collection is Collection.AUTOMATIC
    agreed = PaymentPlanApproved(
        plan=told,
        by_rule=by_rule,
        pay_to=None if collected else account_of(file),
        reference=file.asked_of.number,
    )
    announce_plan(work, started, agreed, version=started.version - 1)
    announce_plan(work, started, PaymentPlanStarted(plan=told))
    return started
