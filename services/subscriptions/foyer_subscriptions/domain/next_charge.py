"""What is charged next, with the discount that reaches it."""

from dataclasses import dataclass, replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.charge import lines_for
from foyer_subscriptions.domain.price_change import with_new_price
from foyer_subscriptions.domain.subscription import ChangeKind, Stretch, Subscription


@dataclass(frozen=True, slots=True)
class NextCharge:
    """Its moment, and its amount without tax unless the prices include it; `discount` is off it already."""

    at: datetime
    amount: Money
    discount: Money


def next_charge(subscription: Subscription) -> NextCharge | None:
    """None when nothing will be charged by itself. A plan or a price that waits for that moment is charged,
    with what changes cost before.
    """
    at = subscription.next_charge_at
    if at is None:
        return None
    plan = subscription.waiting_plan
    if plan and not plan.lapses_at:
        subscription = replace(subscription, discount=plan.discount or subscription.discount)
    stretch = _next_stretch(subscription, at)
    if plan and not plan.lapses_at:
        if (plan.interval, plan.interval_count) != (subscription.interval, subscription.interval_count):
            stretch = _whole(subscription, at)
        subscription = replace(subscription, items=plan.items)
    price = subscription.waiting_price
    if price and at >= price.not_before and _renews_whole(subscription):
        subscription = with_new_price(subscription, price)
    amount = off = Money(0, subscription.currency)
    for line in (*lines_for(subscription, stretch), *subscription.carried):
        amount, off = amount + line.due, off + line.discount
    return NextCharge(at, amount, off)


def _renews_whole(subscription: Subscription) -> bool:
    """Whether a whole interval follows, as it was before a pause and though nobody has canceled."""
    canceled = subscription.waiting_of(ChangeKind.CANCEL)
    return not (subscription.bought.rest or subscription.pause_credited or canceled)


def _next_stretch(subscription: Subscription, at: datetime) -> Stretch:
    """What is left of an interval, or a whole one."""
    bought = subscription.bought
    if bought.rest:
        return replace(bought, begins=bought.ends, ends=bought.whole, items=None)
    return _whole(subscription, at)


def _whole(subscription: Subscription, at: datetime) -> Stretch:
    discount = subscription.discount
    return Stretch(0, 1, 1, discount.reduction if discount and discount.reaches(at) else None)
