"""A change of plan is to be paid first."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChangeRequested
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.invoice_plan_change import invoice_plan_change


async def on_subscription_plan_change_requested(
    work: Work, event: SubscriptionPlanChangeRequested, _: Envelope
) -> None:
    """Invoice it."""
    await invoice_plan_change(work, event)
