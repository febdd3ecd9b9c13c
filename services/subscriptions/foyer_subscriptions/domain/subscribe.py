"""How a subscription begins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.errors import PriceNotRecurring, PriceNotSold, PricesDoNotMix
from foyer_subscriptions.domain.periods import Interval, boundary
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, Item, Subscription


def item_of(product: Product, price: Price, quantity: int) -> Item:
    """A line for a price that is sold now."""
    if not (price.active and product.active):
        raise PriceNotSold(f"{product.name} is not sold at this price any more.", field="items.price_id")
    return Item(
        price_id=price.id,
        product_id=product.id,
        product_name=product.name,
        quantity=quantity,
        unit_amount=price.unit_amount,
    )


def common_interval(prices: Sequence[Price]) -> tuple[Interval, int]:
    """The one interval of all prices; refuses one-off prices, and prices that do not mix."""
    intervals = {(price.interval, price.interval_count) for price in prices}
    if len(intervals) > 1 or len({price.unit_amount.currency for price in prices}) > 1:
        raise PricesDoNotMix("All prices of a subscription share one currency and interval.", field="items")
    ((interval, count),) = intervals
    if interval is None:
        raise PriceNotRecurring("A one-off price is bought by an order.", field="items.price_id")
    return interval, count


def subscribe(
    *,
    business_id: str,
    customer_id: str,
    items: tuple[Item, ...],
    interval: tuple[Interval, int],
    collection: Collection,
    trial_days: int,
    can_collect: bool,
    zone: ZoneInfo,
    now: datetime,
) -> Subscription:
    """Begin: with a trial, at once, or waiting for a way to collect."""
    unit, count = interval
    trial_ends_at = now + timedelta(days=trial_days) if trial_days else None
    if trial_ends_at:
        status = Status.TRIALING
    elif collection is Collection.INVOICE or can_collect:
        status = Status.ACTIVE
    else:
        status = Status.PENDING_MANDATE
    return Subscription(
        id=new_id("sub"),
        business_id=business_id,
        customer_id=customer_id,
        status=status,
        items=items,
        interval=unit,
        interval_count=count,
        collection=collection,
        started_at=now,
        trial_ends_at=trial_ends_at,
        billing_anchor=trial_ends_at or now,
        current_period_start=now,
        current_period_end=trial_ends_at or boundary(now, unit, count, zone),
    )
