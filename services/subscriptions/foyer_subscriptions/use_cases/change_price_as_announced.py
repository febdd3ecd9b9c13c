"""The renewal has come from which a new price holds."""

from dataclasses import replace
from datetime import datetime

from foyer_shared.contracts.subscriptions import SubscriptionPriceChanged
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.price_change import with_new_price
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.told import announce, plan_data, price_facts


async def change_price_as_announced(
    work: Work, subscription: Subscription, at: datetime, _circumstances: Circumstances
) -> Subscription:
    """The period that follows costs the new price; nothing is told where nothing has the old one any more."""
    change = subscription.waiting_of(ChangeKind.PRICE)
    if change is None or change.price is None:
        return subscription
    before = plan_data(subscription)
    changed = with_new_price(subscription.settled(ChangeKind.PRICE, ChangeState.APPLIED), change.price)
    if changed.items != subscription.items:
        announce(
            work,
            SubscriptionPriceChanged,
            changed,
            **price_facts(replace(change, effective_at=at), change.price),
            before=before,
            after=plan_data(changed),
        )
    return changed
