"""An overdue invoice of a subscription is paid in instalments, or that has failed."""

from foyer_shared.contracts.invoicing import PaymentPlanData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.billing_policy import AfterLastRetry
from foyer_subscriptions.domain.states import Move, can
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.rows import PaymentPlanRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.find_indebted import find_indebted
from foyer_subscriptions.use_cases.follow_debt import follow_debt
from foyer_subscriptions.use_cases.suspend_over_invoice import suspend_over_invoice


async def remember_payment_plan(work: Work, plan: PaymentPlanData, *, broken: bool, version: int) -> None:
    """Its subscription is kept or lost by the product's billing policy.

    One whose plan broke is suspended where it would be after the last retry; it is not canceled for that.
    """
    if plan.subscription_id is None:
        return
    subscription = await find_indebted(work, plan.subscription_id)
    row = PaymentPlanRow(
        id=plan.plan_id,
        version=version,
        business_id=work.scope.business_id,
        invoice_id=plan.invoice_id,
        broken=broken,
    )
    await save_copy(work, row)
    await follow_debt(work, subscription, plan.invoice_id)
    if broken:
        await _suspend(work, subscription.id, plan.invoice_id)


async def _suspend(work: Work, subscription_id: str, invoice_id: str) -> None:
    circumstances = Circumstances(work.session)
    subscription = await Subscriptions(work.session).get_for_update(work.scope, subscription_id)
    policy = (await circumstances.product(subscription)).billing.after_last_retry
    if (
        policy is AfterLastRetry.SUSPENDED
        and can(subscription.status, Move.SUSPEND)
        and await circumstances.is_owed(subscription, invoice_id)
    ):
        await suspend_over_invoice(work, subscription, invoice_id)
