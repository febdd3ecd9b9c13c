"""How a subscription begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.custom_fields import Value
from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.errors import (
    BackdateOutOfRange,
    PriceNotRecurring,
    PriceNotSold,
    PricesDoNotMix,
    TermIsOver,
)
from foyer_subscriptions.domain.periods import Interval, boundaries_until, boundary, to_the_second
from foyer_subscriptions.domain.pricing import check_quantity
from foyer_subscriptions.domain.renew import begin_period
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, Item, LinkedService, Subscription

_FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)


def item_of(product: Product, price: Price, quantity: int) -> Item:
    """A line for a price that is sold now."""
    if not (price.active and product.active):
        raise PriceNotSold(f"{product.name} is not sold at this price any more.", field="items.price_id")
    check_quantity(price.pricing, quantity, field="items.quantity")
    return Item(
        price_id=price.id,
        product_id=product.id,
        product_name=product.name,
        quantity=quantity,
        pricing=price.pricing,
    )


def common_interval(prices: Sequence[Price]) -> tuple[Interval, int]:
    """The one interval of all prices; refuses one-off prices, and prices that do not mix."""
    intervals = {(price.interval, price.interval_count) for price in prices}
    if len(intervals) > 1 or len({price.currency for price in prices}) > 1:
        raise PricesDoNotMix("All prices of a subscription share one currency and interval.", field="items")
    ((interval, count),) = intervals
    if interval is None:
        raise PriceNotRecurring("A one-off price is bought by an order.", field="items.price_id")
    return interval, count


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed on beside the items. `backdated_to` is when an imported one began."""

    collection: Collection
    trial_days: int = 0
    periods: int | None = None
    backdated_to: datetime | None = None
    linked_services: tuple[LinkedService, ...] = ()
    resubscribed_from: str | None = None
    custom_fields: Mapping[str, Value | None] = field(default_factory=dict)
    discount: Discount | None = None


def subscribe(
    terms: Terms,
    *,
    business_id: str,
    customer_id: str,
    items: tuple[Item, ...],
    interval: tuple[Interval, int],
    can_collect: bool,
    mandate_days: int,
    zone: ZoneInfo,
    now: datetime,
) -> Subscription:
    """Begin: with a trial, at once, or waiting for a way to collect. What is imported has begun."""
    began = to_the_second(terms.backdated_to or now)
    if not _FIRST_DAY <= began <= now:
        raise BackdateOutOfRange("It began in the past, and after 1969.", field="backdate_start_date")
    unit, count = interval
    trial_ends_at = began + timedelta(days=terms.trial_days) if terms.trial_days else None
    anchor = trial_ends_at or began
    subscription = Subscription(
        id=new_id("sub"),
        business_id=business_id,
        customer_id=customer_id,
        status=Status.TRIALING,
        items=items,
        interval=unit,
        interval_count=count,
        collection=terms.collection,
        started_at=began,
        trial_ends_at=trial_ends_at,
        billing_anchor=anchor,
        current_period_start=began,
        current_period_end=trial_ends_at or boundary(anchor, unit, count, zone),
        periods=terms.periods,
        linked_services=terms.linked_services,
        resubscribed_from=terms.resubscribed_from,
        discount=terms.discount,
    )
    if trial_ends_at and trial_ends_at > now:
        return subscription
    if terms.backdated_to:
        return _under_way(replace(subscription, status=Status.ACTIVE), zone=zone, now=now)
    if terms.collection is Collection.INVOICE or can_collect:
        return begin_period(replace(subscription, status=Status.ACTIVE), zone=zone, begins=began)
    return replace(
        subscription, status=Status.PENDING_MANDATE, lapses_at=began + timedelta(days=mandate_days)
    )


def _under_way(subscription: Subscription, *, zone: ZoneInfo, now: datetime) -> Subscription:
    """In the period that contains now, which was paid for elsewhere; a discount comes off the next one."""
    anchor, unit, count = subscription.billing_anchor, subscription.interval, subscription.interval_count
    number = boundaries_until(anchor, unit, count, zone, moment=now)
    if subscription.periods and number > subscription.periods:
        raise TermIsOver("Its fixed term is over already.", field="backdate_start_date")
    begins = boundary(anchor, unit, count * (number - 1), zone)
    begun = begin_period(replace(subscription, discount=None), zone=zone, begins=begins)
    return replace(begun, period_number=number, discount=subscription.discount)
