"""A payment plan goes on: instalments become due, and what is missed too long breaks it."""

from dataclasses import replace

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import PaymentPlanBroken, PaymentPlanInstalmentDue
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import resume
from foyer_invoicing.domain.payment_plan import (
    Instalment,
    PaymentPlan,
    PlanStatus,
    due_now,
    end,
    go_on,
    is_due,
    left_of,
    missed,
)
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.charge_instalment import charge_instalment
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.told import account_of, announce_plan, instalment_data, plan_data


async def go_on_with_plan(work: Work, case_id: str) -> bool:
    """Of this case; whether there still was something to do."""
    file = await lock_case(work, case_id)
    plan = await PaymentPlans(work.session).find_live_for_update(work.scope, case_id)
    due = plan is not None and is_due(plan, today=file.today) and not file.case.held_at
    if plan and due:
        await _go_on(work, plan, file)
    return due


async def _go_on(work: Work, plan: PaymentPlan, file: CaseFile) -> None:
    grace = file.settings.grace_days
    if missed(plan, file.total, today=file.today, grace_days=grace) and not file.under_way:
        await _break(work, plan, file)
        return
    went_on = go_on(plan, file.total, today=file.today, grace_days=grace)
    await PaymentPlans(work.session).save(went_on)
    for instalment in due_now(plan, today=file.today):
        await _announce_due(work, went_on, instalment, file)


async def _announce_due(work: Work, plan: PaymentPlan, instalment: Instalment, file: CaseFile) -> None:
    """One that was paid ahead is not asked for."""
    left = left_of(plan, instalment.number, file.total)
    if left.amount == 0:
        return
    charged = await charge_instalment(work, plan, instalment, file)
    due = PaymentPlanInstalmentDue(
        plan=plan_data(plan, file.invoice),
        instalment=instalment_data(instalment),
        open=Amount.of(left),
        fees=Amount.of(left - min(left, file.amount)),
        automatic=charged,
        pay_to=None if charged else account_of(file),
        reference=file.asked_of.number,
    )
    announce_plan(work, plan, due)


async def _break(work: Work, plan: PaymentPlan, file: CaseFile) -> None:
    """The case goes on where it stopped; another plan is for staff to offer."""
    broken = end(plan, PlanStatus.BROKEN, now=work.now)
    await PaymentPlans(work.session).save(broken)
    told = plan_data(broken, file.invoice)
    over = PaymentPlanBroken(
        plan=told,
        open=Amount.of(file.total),
        pay_to=account_of(file),
        reference=(file.invoice if file.amount.amount else file.asked_of).number,
    )
    announce_plan(work, broken, over)
    case = resume(file.case, today=file.today, days=file.settings.days_between_stages)
    await CollectionCases(work.session).save(replace(case, plan_offered=False))
