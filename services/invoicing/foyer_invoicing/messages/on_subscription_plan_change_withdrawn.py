"""A change of plan that waited does not happen."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChangeWithdrawn
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.void_plan_change_invoice import void_plan_change_invoice


async def on_subscription_plan_change_withdrawn(
    work: Work, event: SubscriptionPlanChangeWithdrawn, _: Envelope
) -> None:
    """Nobody has to pay for it, and who has paid too late has the money back."""
    if event.awaiting_payment:
        await void_plan_change_invoice(work, event.change_id, reason=event.after.name)
