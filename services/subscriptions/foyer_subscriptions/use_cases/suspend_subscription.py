"""Suspend a subscription by the business's hand, before the last retry would."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import NothingOwed
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.suspend_over_invoice import suspend_over_invoice


async def suspend_subscription(work: Work, subscription_id: str) -> Subscription:
    """Only what is past due: it comes back by itself once that is paid, so there must be something to pay."""
    subscription = await advance_subscription(work, subscription_id)
    owed = await Circumstances(work.session).owed(subscription)
    if owed is None or subscription.status is not Status.PAST_DUE:
        raise NothingOwed("Nothing of this subscription is overdue. Pause it instead, or cancel it.")
    return await suspend_over_invoice(work, subscription, owed)
