"""Take a pending change back."""

from foyer_shared.contracts.subscriptions import SubscriptionPauseWithdrawn, SubscriptionPriceChangeWithdrawn
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription
from foyer_subscriptions.domain.withdraw import withdraw
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.told import announce, price_facts
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation


async def withdraw_pending_change(
    work: Work, subscription_id: str, change_id: str, *, by: PausedBy
) -> Subscription:
    """The planned pause, cancellation, change of plan or new price will not happen."""
    subscriptions = Subscriptions(work.session)
    subscription = await advance_subscription(work, subscription_id)
    waiting = subscription.waiting_of(ChangeKind.CANCEL)
    if waiting and waiting.id == change_id:
        return await withdraw_cancellation(work, subscription_id, by=by)
    without, change = withdraw(subscription, change_id, by=by)
    saved = await subscriptions.save(without, now=work.now)
    if change.kind is ChangeKind.PLAN:
        announce_plan_withdrawn(work, saved, change, "withdrawn")
    elif change.price:
        announce(work, SubscriptionPriceChangeWithdrawn, saved, **price_facts(change, change.price))
    else:
        announce(work, SubscriptionPauseWithdrawn, saved, change_id=change.id)
    return saved
