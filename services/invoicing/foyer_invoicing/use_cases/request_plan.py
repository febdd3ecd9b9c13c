"""A customer asks to pay a collection case in instalments."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import PaymentPlanRequested
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseOnHold, CaseSettled, CaseStatus, CaseWithExternal
from foyer_invoicing.domain.collection_settings import CollectionSettings
from foyer_invoicing.domain.payment_plan import (
    InstalmentsNotOffered,
    PaymentPlan,
    PlanAlreadyThere,
    PlansNotOffered,
    make_instalments,
)
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.start_plan import start_plan
from foyer_invoicing.use_cases.told import announce_plan, plan_data


async def request_plan(work: Work, case_id: str, *, instalments: int) -> PaymentPlan:
    """It waits for staff, unless the business's rule agrees to it at once.

    Raises CollectionCaseNotFound and what `_check` refuses.
    """
    file = await lock_case(work, case_id)
    _check(file, instalments)
    plan = PaymentPlan(
        id=new_id("plan"),
        business_id=file.case.business_id,
        customer_id=file.case.customer_id,
        case_id=file.case.id,
        invoice_id=file.invoice.id,
        instalments=make_instalments(file.total, instalments, begins_on=file.today),
        requested_at=work.now,
    )
    await PaymentPlans(work.session).add(plan)
    announce_plan(work, plan, PaymentPlanRequested(plan=plan_data(plan, file.invoice)))
    return await start_plan(work, file, plan, by_rule=True) if _by_rule(file.settings, plan) else plan


def _check(file: CaseFile, instalments: int) -> None:
    case = file.case
    if case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{case.number} is closed.")
    if case.external_at:
        raise CaseWithExternal(f"{case.number} is collected by others.")
    if case.held_at:
        raise CaseOnHold(f"{case.number} is on hold.")
    if file.live_plan:
        raise PlanAlreadyThere(f"There is a payment plan for {case.number} already.")
    if not file.plans_offered:
        raise PlansNotOffered(f"No payment plan is offered for {case.number}.")
    if instalments not in file.settings.instalments:
        offered = ", ".join(map(str, file.settings.instalments))
        raise InstalmentsNotOffered(f"Instalments that are offered: {offered}.", field="instalments")


def _by_rule(settings: CollectionSettings, plan: PaymentPlan) -> bool:
    rule = settings.plan_rule
    return (
        rule is not None
        and plan.total.currency == rule.up_to.currency
        and plan.total.amount <= rule.up_to.amount
        and len(plan.instalments) <= rule.most_instalments
    )
