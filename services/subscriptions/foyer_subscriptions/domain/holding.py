"""What a customer holds by a subscription or an order, and so what is granted to them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from foyer_subscriptions.domain.grant import RevokedBecause, Source
from foyer_subscriptions.domain.states import ENDED, Status
from foyer_subscriptions.domain.subscription import Subscription

_WITHHELD = {
    Status.PENDING_MANDATE: RevokedBecause.NOT_HELD,
    Status.PAUSED: RevokedBecause.PAUSED,
    Status.SUSPENDED: RevokedBecause.SUSPENDED,
}
"""In which states of a subscription nothing can be used, though it may come back; past due keeps it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Products with their quantities. `withheld` and `over` say why nothing of it can be used."""

    source: Source
    business_id: str
    customer_id: str
    products: Mapping[str, int]
    withheld: RevokedBecause | None = None
    over: RevokedBecause | None = None
    period: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What is known of an order: its events come in any order, and each refund is told once."""

    id: str
    business_id: str
    customer_id: str
    products: Mapping[str, int] = field(default_factory=dict)
    paid_version: int = 0
    """The order's version when it was paid last; 0 while it never was."""
    reversed_version: int = 0
    """The order's version when the money was taken back last."""
    refunds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How much of which product came back with each refund."""


def holding_of_subscription(subscription: Subscription) -> Holding:
    """All of its items while it runs: a trial counts, what waits for a mandate does not."""
    products: Counter[str] = Counter()
    for item in subscription.items:
        products[item.product_id] += item.quantity
    return Holding(
        source=Source(subscription_id=subscription.id),
        business_id=subscription.business_id,
        customer_id=subscription.customer_id,
        products=dict(products),
        withheld=_WITHHELD.get(subscription.status),
        over=RevokedBecause.ENDED if subscription.status in ENDED else None,
        period=subscription.period_number,
    )


def holding_of_order(order: OrderFacts) -> Holding:
    """What was paid for and has not come back; nothing once the money was taken back."""
    came_back: Counter[str] = Counter()
    for refund in order.refunds.values():
        came_back.update(refund)
    kept = {
        product_id: quantity - came_back[product_id]
        for product_id, quantity in order.products.items()
        if quantity > came_back[product_id]
    }
    reversed_since = order.reversed_version > order.paid_version
    return Holding(
        source=Source(order_id=order.id),
        business_id=order.business_id,
        customer_id=order.customer_id,
        products=kept if order.paid_version else {},
        over=RevokedBecause.PAYMENT_REVERSED if reversed_since else None,
    )


def paid(order: OrderFacts, products: Mapping[str, int], *, version: int) -> OrderFacts:
    """It was paid for these products when it had this version."""
    return replace(order, products=dict(products), paid_version=max(order.paid_version, version))


def refunded(order: OrderFacts, refund_id: str, products: Mapping[str, int]) -> OrderFacts:
    """So much of it came back; the same refund counts once."""
    return replace(order, refunds={**order.refunds, refund_id: dict(products)})


def payment_reversed(order: OrderFacts, *, version: int) -> OrderFacts:
    """The money was taken back when it had this version."""
    return replace(order, reversed_version=max(order.reversed_version, version))
