"""What was used of a metered price: which records are taken, and what a closed period costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.errors import (
    NotMetered,
    SubscriptionAlreadyEnded,
    UsageBeforeStart,
    UsageInFuture,
)
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.states import ENDED, Status
from foyer_subscriptions.domain.subscription import Item, Subscription

AHEAD = timedelta(minutes=5)
"""So far a vendor's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRecord:
    """So many units of a price, used at a moment. A key names one record of the business for good."""

    id: str
    subscription_id: str
    price_id: str
    key: str
    quantity: int
    used_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UsagePeriod:
    """What was used of a price in a period that is closed, and what that cost."""

    price_id: str
    product_name: str
    begins: datetime
    ends: datetime
    quantity: int
    included_units: int
    amount: Money


def metered_items(subscription: Subscription) -> tuple[Item, ...]:
    """Those that are paid by use."""
    return tuple(item for item in subscription.items if item.pricing.is_metered)


def metered_item(subscription: Subscription, price_id: str | None) -> Item:
    """The item that a record is for: named by its price, or the only one."""
    items = metered_items(subscription)
    found = [item for item in items if price_id in {None, item.price_id}]
    if len(found) != 1:
        raise NotMetered(
            "Name the metered price that was used." if items else "Nothing of this subscription is metered.",
            field="price_id",
        )
    return found[0]


def check_usage(subscription: Subscription, used_at: datetime, *, now: datetime) -> None:
    """Refuses what was used outside the subscription's life. What comes late is paid with the next period."""
    if subscription.status in ENDED:
        raise SubscriptionAlreadyEnded("This subscription has ended.")
    if used_at > now + AHEAD:
        raise UsageInFuture("This moment has not come yet.", field="used_at")
    if used_at < subscription.started_at:
        raise UsageBeforeStart("The subscription had not begun then.", field="used_at")


def close_usage(
    subscription: Subscription, used: Mapping[str, int], *, ends: datetime
) -> tuple[UsagePeriod, ...]:
    """The period that ends, item by item, for the prices that quantities are given for.

    What is used in a trial costs nothing.
    """
    is_free = subscription.status is Status.TRIALING
    return tuple(
        UsagePeriod(
            price_id=item.price_id,
            product_name=item.product_name,
            begins=subscription.current_period_start,
            ends=ends,
            quantity=used[item.price_id],
            included_units=item.pricing.included_units,
            amount=item.pricing.amount_for(0 if is_free else used[item.price_id]),
        )
        for item in metered_items(subscription)
        if item.price_id in used
    )


def usage_lines(subscription: Subscription, closed: tuple[UsagePeriod, ...]) -> tuple[Line, ...]:
    """What the closed usage costs: also lines of nothing, so that what is included can be seen."""
    items = {item.price_id: item for item in subscription.items}
    return tuple(
        Line(
            price_id=period.price_id,
            product_id=items[period.price_id].product_id,
            description=period.product_name,
            quantity=period.quantity,
            pricing=items[period.price_id].pricing,
            amount=period.amount,
            discount=_comes_off(subscription, items[period.price_id], period.amount),
            proration=None,
            used=(period.begins, period.ends),
        )
        for period in closed
    )


def _comes_off(subscription: Subscription, item: Item, amount: Money) -> Money:
    """A percentage comes off what was used in a period that had it; an amount is off what is paid ahead."""
    reduction = subscription.bought.reduction
    if reduction is None or reduction.amount_off or not reduction.applies_to(item.product_id):
        return amount * 0
    return reduction.of(amount)
