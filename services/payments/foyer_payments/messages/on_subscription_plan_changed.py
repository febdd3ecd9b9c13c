"""A subscription is for something else from now on."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChanged
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.keep_subscription import keep_subscription


async def on_subscription_plan_changed(
    work: Work, event: SubscriptionPlanChanged, envelope: Envelope
) -> None:
    """Keep the copy."""
    await keep_subscription(work, event.subscription, version=envelope.subjectversion)
