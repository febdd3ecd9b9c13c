"""What is charged next, with the discount that reaches it."""

from dataclasses import dataclass, replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.charge import lines_for
from foyer_subscriptions.domain.subscription import Stretch, Subscription


@dataclass(frozen=True, slots=True)
class NextCharge:
    """Its moment, and its amount without tax unless the prices include it; `discount` is off it already."""

    at: datetime
    amount: Money
    discount: Money


def next_charge(subscription: Subscription) -> NextCharge | None:
    """None when nothing will be charged by itself."""
    at = subscription.next_charge_at
    if at is None:
        return None
    amount = off = Money(0, subscription.currency)
    for line in lines_for(subscription, _next_stretch(subscription, at)):
        amount, off = amount + line.due, off + line.discount
    return NextCharge(at, amount, off)


def _next_stretch(subscription: Subscription, at: datetime) -> Stretch:
    """What is left of an interval, or a whole one."""
    bought, discount = subscription.bought, subscription.discount
    if bought.rest:
        return replace(bought, begins=bought.ends, ends=bought.whole)
    return Stretch(0, 1, 1, discount.reduction if discount and discount.reaches(at) else None)
