"""What a stretch of a subscription's interval costs, line by line, with every cent kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.coupon import Reduction
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.proration import distribute
from foyer_subscriptions.domain.subscription import Item, Stretch, Subscription


def lines_for(subscription: Subscription, stretch: Stretch) -> tuple[Line, ...]:
    """The lines of a stretch, for what is paid ahead.

    Stretches that make up an interval cost together what the interval costs, with its discount.
    """
    items = [item for item in stretch.items or subscription.items if not item.pricing.is_metered]
    if not stretch.bought:
        return ()
    reduction = stretch.reduction
    reduced = [item for item in items if reduction and reduction.applies_to(item.product_id)]
    others = [item for item in items if item not in reduced]
    shared = [*_shared(reduced, stretch, reduction), *_shared(others, stretch, None)]
    whole = stretch.bought == stretch.whole
    return tuple(
        Line(
            price_id=item.price_id,
            product_id=item.product_id,
            description=item.product_name,
            quantity=item.quantity,
            pricing=item.pricing,
            amount=amount,
            discount=discount,
            proration=None if whole else (stretch.bought, stretch.whole),
        )
        for item, amount, discount in sorted(shared, key=lambda part: items.index(part[0]))
    )


def _shared(
    items: Sequence[Item], stretch: Stretch, reduction: Reduction | None
) -> list[tuple[Item, Money, Money]]:
    """Each item with what it comes to in the stretch, and with what comes off that."""
    if not items:
        return []
    amounts = [item.amount for item in items]
    whole = _total(amounts)
    before, until = (whole.share(moment, stretch.whole) for moment in (stretch.begins, stretch.ends))
    charged = distribute(until - before, amounts)
    off = reduction.of(whole) if reduction else whole * 0
    # Shared by what is charged until then, so that no part of it has more off than it costs.
    taken = _off_until(until, off, whole) - _off_until(before, off, whole)
    return list(zip(items, charged, distribute(taken, charged), strict=True))


def _off_until(charged: Money, off: Money, whole: Money) -> Money:
    return off.share(charged.amount, whole.amount) if whole.amount else off


def unused(subscription: Subscription, at: datetime) -> Stretch:
    """What was paid for and comes after `at`; a pause leaves what follows its beginning unused."""
    bought = subscription.bought
    used_until = min(at, subscription.paused_at) if subscription.paused_at else at
    left = int((subscription.current_period_end - used_until).total_seconds())
    return replace(bought, begins=bought.ends - min(max(left, 0), bought.bought))


def total_of(subscription: Subscription, lines: Sequence[Line]) -> Money:
    """What is due for the lines together; nothing, in the subscription's currency, for none."""
    return _total([Money(0, subscription.amount.currency), *(line.due for line in lines)])


def _total(amounts: Sequence[Money]) -> Money:
    total = Money(0, amounts[0].currency)
    for amount in amounts:
        total += amount
    return total
