"""The renewal has come from which a new price holds."""

from dataclasses import replace
from datetime import datetime

from foyer_shared.contracts.subscriptions import SubscriptionPriceChanged
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.price_change import due_price, with_new_price
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.storage.usage import Usage
from foyer_subscriptions.use_cases.told import announce, plan_data, price_facts


async def change_price_as_announced(work: Work, subscription: Subscription, at: datetime) -> Subscription:
    """As it is to begin a period then; nothing is told where nothing has the old price any more."""
    change = due_price(subscription, at=at)
    if change is None or change.price is None:
        return subscription
    before = plan_data(subscription)
    changed = with_new_price(subscription.settled(ChangeKind.PRICE, ChangeState.APPLIED), change.price)
    if changed.items != subscription.items:
        await Usage(work.session).reprice(subscription, changed)
        announce(
            work,
            SubscriptionPriceChanged,
            changed,
            **price_facts(replace(change, effective_at=at), change.price),
            before=before,
            after=plan_data(changed),
        )
    return changed
