"""What an item costs, in words: flat, per unit, in tiers, or by use."""

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.subscriptions import Subscription, SubscriptionItem, Tier
from foyer_portal_bff.views.reader import Reader

_TIERED = frozenset({"graduated", "volume"})


def item_price(item: SubscriptionItem, one: Subscription, reader: Reader) -> str:
    """`€29.00 / month` for one unit, or for all of what is in tiers; `€0.10 per unit` by use."""
    if item.usage_type == "metered":
        if item.billing_scheme in _TIERED:
            return reader.say("By use")
        return reader.say("{price} per unit", price=reader.money(item.unit_amount))
    amount = item.amount if item.billing_scheme in _TIERED else item.unit_amount
    return reader.price(amount or item.unit_amount, one.interval, one.interval_count)


def price_steps(item: SubscriptionItem, reader: Reader) -> tuple[str, ...]:
    """What is included, and each tier, in a short sentence each."""
    included = item.included_units
    steps = [reader.say_many("{n} unit included", "{n} units included", included)] if included else []
    first = included + 1
    for tier in item.tiers:
        steps.append(_step(tier, first, item, reader))
        first = (tier.up_to or 0) + included + 1
    return tuple(steps)


def _step(tier: Tier, first: int, item: SubscriptionItem, reader: Reader) -> str:
    currency = item.unit_amount.currency
    each = reader.money(Amount(amount=tier.unit_amount, currency=currency))
    flat = reader.money(Amount(amount=tier.flat_amount, currency=currency))
    start = reader.number(first)
    if tier.up_to is None:
        reach = reader.say("{first} and more", first=start)
    else:
        last = reader.number(tier.up_to + item.included_units)
        reach = reader.say("{first} to {last}", first=start, last=last)
    if not tier.flat_amount:
        return reader.say("{reach}: {price} each", reach=reach, price=each)
    if not tier.unit_amount:
        return reader.say("{reach}: {price} in all", reach=reach, price=flat)
    return reader.say("{reach}: {price} each, and {flat}", reach=reach, price=each, flat=flat)
