"""What a subscription can be changed to, and why not to the rest."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from foyer_shared.basics.errors import FoyerError

from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.picture import Picture
from foyer_subscriptions.domain.plan import ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.plan_change import check_offered
from foyer_subscriptions.domain.plan_errors import PriceNotOffered, PriceNotUnique
from foyer_subscriptions.domain.plan_target import MOST_UNITS, Target, is_counted, target_of
from foyer_subscriptions.domain.plan_timing import chosen_timing, timings
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.subscription import Item, PausedBy, Subscription

Sold = Sequence[tuple[Product, Price]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A price with what choosing it would be; `kind` is None for the price of now."""

    item: Item
    interval: Interval
    interval_count: int
    kind: PlanChangeKind | None
    timings: tuple[ChangeTiming, ...] = ()
    refusal: FoyerError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A product with its prices."""

    product_id: str
    product_name: str
    description: str | None
    picture: Picture | None = None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the page of plans shows."""

    plans: tuple[Plan, ...]
    quantity: int
    most: int
    quantity_refusal: FoyerError | None
    timings: tuple[ChangeTiming, ...]
    """Those that are to choose from, with the usual one first; of one there is no choice."""

    @property
    def offers_another(self) -> bool:
        """Whether there is a price to choose."""
        return any(self._kinds)

    @property
    def offers_smaller(self) -> bool:
        """Whether there is one to choose that costs less per time."""
        return PlanChangeKind.DOWNGRADE in self._kinds

    @property
    def _kinds(self) -> Iterator[PlanChangeKind]:
        for plan in self.plans:
            yield from (option.kind for option in plan.options if option.kind and option.refusal is None)


def check_is_option(price_id: str, sold: Sold) -> None:
    """Refuses a price that is none of these, and one beside which its product has another like it."""
    price = next((price for _, price in sold if price.id == price_id), None)
    if price is None:
        raise PriceNotOffered("This subscription cannot be changed to this price.", field="price_id")
    same = Counter((other.product_id, other.interval, other.interval_count) for _, other in sold)
    if same[price.product_id, price.interval, price.interval_count] > 1:
        raise PriceNotUnique("The product has several prices of this interval. Please contact us.")


def plan_options(
    subscription: Subscription,
    policy: SelfServicePolicy,
    sold: Sold,
    *,
    refusal: FoyerError | None,
    by: PausedBy,
) -> Options:
    """Each price that fits, with what refuses it; `refusal` is what rules out every change."""
    item = subscription.items[0]
    current = Option(
        item=item, interval=subscription.interval, interval_count=subscription.interval_count, kind=None
    )
    plans = {
        item.product_id: Plan(
            product_id=item.product_id, product_name=item.product_name, description=None, options=(current,)
        )
    }
    for product, price in sold:
        known = plans.get(product.id)
        others = known.options if known else ()
        if price.id != item.price_id:
            option = _option(subscription, policy, item, (product, price), sold, refusal=refusal, by=by)
            others = (*others, *([option] if option else []))
        plans[product.id] = Plan(
            product_id=product.id,
            product_name=product.name,
            description=product.description,
            picture=next(iter(product.pictures), None),
            options=others,
        )
    quantity_refusal = refusal or _refusal(lambda: _check_quantity_change(subscription, item, policy, by=by))
    choices = [option.timings for plan in plans.values() for option in plan.options if option.kind]
    choices.append(_quantity_timings(subscription, item, policy, by=by))
    return Options(
        plans=tuple(plans.values()),
        quantity=item.quantity,
        most=MOST_UNITS if is_counted(item) else 1,
        quantity_refusal=quantity_refusal,
        timings=max(choices, key=len),
    )


def _option(
    subscription: Subscription,
    policy: SelfServicePolicy,
    item: Item,
    product_and_price: tuple[Product, Price],
    sold: Sold,
    *,
    refusal: FoyerError | None,
    by: PausedBy,
) -> Option | None:
    try:
        target = target_of(subscription, item, sold=product_and_price, quantity=None)
    except FoyerError:
        # It does not fit this subscription at all.
        return None
    offered = timings(subscription, target, policy, by=by)

    def check() -> None:
        if by is PausedBy.CUSTOMER:
            check_is_option(target.new.price_id, sold)
            check_offered(target, policy)
        chosen_timing(offered, None)

    return Option(
        item=target.new,
        interval=target.interval,
        interval_count=target.interval_count,
        kind=target.kind,
        timings=offered,
        refusal=refusal or _refusal(check),
    )


def _check_quantity_change(
    subscription: Subscription, item: Item, policy: SelfServicePolicy, *, by: PausedBy
) -> None:
    target = _other_quantity(subscription, item)
    if by is PausedBy.CUSTOMER:
        check_offered(target, policy)


def _quantity_timings(
    subscription: Subscription, item: Item, policy: SelfServicePolicy, *, by: PausedBy
) -> tuple[ChangeTiming, ...]:
    try:
        return timings(subscription, _other_quantity(subscription, item), policy, by=by)
    except FoyerError:
        return ()


def _other_quantity(subscription: Subscription, item: Item) -> Target:
    other = item.quantity + 1 if item.quantity < MOST_UNITS else item.quantity - 1
    return target_of(subscription, item, sold=None, quantity=other)


def _refusal(check: Callable[[], None]) -> FoyerError | None:
    try:
        check()
    except FoyerError as error:
        return error
    return None
