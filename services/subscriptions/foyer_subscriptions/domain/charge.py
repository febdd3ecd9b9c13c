"""What a stretch of a subscription's interval costs, line by line, with every cent kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.proration import distribute
from foyer_subscriptions.domain.subscription import Stretch, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is charged or credited for one item, without tax unless its price includes it."""

    price_id: str
    product_id: str
    description: str
    quantity: int
    pricing: Pricing
    amount: Money
    proration: tuple[int, int] | None
    """Seconds of so many; None for a whole interval."""
    used: tuple[datetime, datetime] | None = None
    """From when until when it was used, for what is paid after it."""


def lines_for(subscription: Subscription, stretch: Stretch) -> tuple[Line, ...]:
    """The lines of a stretch, for what is paid ahead.

    Stretches that make up an interval cost together what the interval costs.
    """
    items = [item for item in subscription.items if not item.pricing.is_metered]
    if not (stretch.bought and items):
        return ()
    amounts = [item.amount for item in items]
    total = _total(amounts)
    until, before = (total.share(moment, stretch.whole) for moment in (stretch.ends, stretch.begins))
    whole = stretch.bought == stretch.whole
    return tuple(
        Line(
            price_id=item.price_id,
            product_id=item.product_id,
            description=item.product_name,
            quantity=item.quantity,
            pricing=item.pricing,
            amount=amount,
            proration=None if whole else (stretch.bought, stretch.whole),
        )
        for item, amount in zip(items, distribute(until - before, amounts), strict=True)
    )


def unused(subscription: Subscription, at: datetime) -> Stretch:
    """What was paid for and comes after `at`; a pause leaves what follows its beginning unused."""
    bought = subscription.bought
    used_until = min(at, subscription.paused_at) if subscription.paused_at else at
    left = int((subscription.current_period_end - used_until).total_seconds())
    return Stretch(bought.ends - min(max(left, 0), bought.bought), bought.ends, bought.whole)


def total_of(subscription: Subscription, lines: Sequence[Line]) -> Money:
    """What the lines cost together; nothing, in the subscription's currency, for none."""
    return _total([Money(0, subscription.amount.currency), *(line.amount for line in lines)])


def _total(amounts: Sequence[Money]) -> Money:
    total = Money(0, amounts[0].currency)
    for amount in amounts:
        total += amount
    return total
