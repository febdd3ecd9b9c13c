"""What a subscription is to become, and what does not fit it: each limit has its own code."""

from dataclasses import dataclass, replace

from foyer_subscriptions.domain import plan_errors as errors
from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.errors import PriceNotFound, QuantityNotPossible
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import PlanChangeKind, mean_seconds
from foyer_subscriptions.domain.pricing import BillingScheme, TaxBehavior, check_quantity
from foyer_subscriptions.domain.subscription import Item, Subscription

MOST_UNITS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a subscription is to become: one item replaced, and perhaps another interval."""

    kind: PlanChangeKind
    old: Item
    new: Item
    items: tuple[Item, ...]
    interval: Interval
    interval_count: int
    dearer: bool
    """Whether it costs as much per time as before, or more."""
    longer: bool
    """Whether it is charged for a longer interval than before."""

    @property
    def is_upward(self) -> bool:
        """Whether the customer pays more by it, per time or at once, so that nothing is lost by it now."""
        return self.dearer or self.longer


def item_to_change(subscription: Subscription, price_id: str | None) -> Item:
    """The only item, or of several the one of this price."""
    if price_id is None and len(subscription.items) > 1:
        raise errors.SeveralItems("Name the price of the item that is to change.", field="item")
    for item in subscription.items:
        if price_id in {None, item.price_id}:
            return item
    raise PriceNotFound(f"The subscription has no item of {price_id}.", field="item")


def target_of(
    subscription: Subscription,
    item: Item,
    *,
    sold: tuple[Product, Price] | None,
    quantity: int | None,
) -> Target:
    """What it becomes with that price, or its own, in this quantity; refuses what does not fit it."""
    new, interval, count = item, subscription.interval, subscription.interval_count
    if sold and sold[1].id != item.price_id:
        new, interval, count = _at_price(subscription, item, *sold)
    new = _in_quantity(item, new, quantity)
    if new == item:
        raise errors.SamePlan("The subscription has this plan already.", field="price_id")
    items = tuple(new if other is item else other for other in subscription.items)
    old_seconds = mean_seconds(subscription.interval, subscription.interval_count)
    new_seconds = mean_seconds(interval, count)
    before = subscription.amount.amount * new_seconds
    after = sum(one.amount.amount for one in items) * old_seconds
    other_cycle = (interval, count) != (subscription.interval, subscription.interval_count)
    if other_cycle:
        kind = PlanChangeKind.CYCLE_CHANGE
    elif new.price_id == item.price_id:
        kind = PlanChangeKind.QUANTITY_CHANGE
    else:
        kind = PlanChangeKind.UPGRADE if after >= before else PlanChangeKind.DOWNGRADE
    return Target(
        kind=kind,
        old=item,
        new=new,
        items=items,
        interval=interval,
        interval_count=count,
        dearer=after >= before,
        longer=new_seconds > old_seconds,
    )


def _at_price(
    subscription: Subscription, item: Item, product: Product, price: Price
) -> tuple[Item, Interval, int]:
    if price.interval is None or not (price.active and product.active):
        raise errors.PriceNotOffered(f"{product.name} is not offered at this price.", field="price_id")
    if price.currency != subscription.currency:
        raise errors.CurrencyDiffers(
            f"This subscription is paid in {subscription.currency}.", field="price_id"
        )
    if price.pricing.is_metered:
        raise errors.MeteredNotChangeable("No plan that is paid by use can be changed to.", field="price_id")
    behaviors = {item.pricing.tax_behavior, price.pricing.tax_behavior}
    if TaxBehavior.UNSPECIFIED in behaviors:
        raise errors.TaxBehaviorUnspecified(
            "Whether this price includes tax is not settled. Please contact us.", field="price_id"
        )
    if len(behaviors) > 1:
        raise errors.TaxBehaviorDiffers("One price includes tax and the other does not.", field="price_id")
    other_cycle = (price.interval, price.interval_count) != (
        subscription.interval,
        subscription.interval_count,
    )
    if other_cycle and len(subscription.items) > 1:
        raise errors.SeveralItems("All items of a subscription share one interval.", field="price_id")
    if other_cycle and subscription.periods is not None:
        raise errors.FixedTermNotChangeable("A fixed term keeps its interval.", field="price_id")
    new = Item(
        price_id=price.id,
        product_id=product.id,
        product_name=product.name,
        # Seats stay as many, unless one of the two has none.
        quantity=item.quantity if price.pricing.scheme is not BillingScheme.FLAT else 1,
        pricing=price.pricing,
    )
    return new, price.interval, price.interval_count


def _in_quantity(item: Item, new: Item, quantity: int | None) -> Item:
    if item.pricing.tax_behavior is TaxBehavior.UNSPECIFIED:
        raise errors.TaxBehaviorUnspecified(
            "Whether its price includes tax is not settled. Please contact us."
        )
    if quantity is None or (quantity == item.quantity and new.price_id != item.price_id):
        # A form names what there is now, also where the other price has no seats.
        return new
    try:
        check_quantity(new.pricing, quantity, field="quantity")
    except QuantityNotPossible as error:
        raise errors.QuantityOutOfRange(str(error), field="quantity") from error
    if quantity > MOST_UNITS:
        raise errors.QuantityOutOfRange(f"At most {MOST_UNITS} are sold.", field="quantity")
    return replace(new, quantity=quantity)


def is_counted(item: Item) -> bool:
    """Whether it is sold by number."""
    return item.pricing.scheme is not BillingScheme.FLAT and not item.pricing.is_metered
