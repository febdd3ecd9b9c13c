"""Bring a subscription up to now, before anybody does something with it."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.take_due_steps import take_due_steps


async def advance_subscription(work: Work, subscription_id: str, *, charging: bool = True) -> Subscription:
    """The subscription, locked, with all done that is due on it by now.

    A cancellation is received without `charging`: it wins over a renewal that has not run yet.
    """
    subscriptions = Subscriptions(work.session)
    found = await subscriptions.get_for_update(work.scope, subscription_id)
    circumstances = Circumstances(work.session)
    advanced = await take_due_steps(work, found, circumstances, charging=charging)
    if advanced.version != found.version:
        await subscriptions.save_all([advanced], now=work.now)
        await settle_entitlements(work, advanced, circumstances)
    return advanced
