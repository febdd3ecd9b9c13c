"""A subscription has come to its end."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCompleted
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.close_subscription_account import close_subscription_account


async def on_subscription_completed(work: Work, event: SubscriptionCompleted, _: Envelope) -> None:
    """Charge what was still to be charged."""
    await close_subscription_account(work, event.subscription, charged=(*event.lines, *event.usage_lines))
