"""Discounts in words: how much comes off, of what, and for how long."""

from foyer_portal_bff.gateways.models.subscriptions import Discount, Subscription
from foyer_portal_bff.views.reader import Reader


def amount_off(discount: Discount, reader: Reader) -> str:
    """`20 % off`, `€5.00 off`."""
    if discount.amount_off:
        return reader.say("{amount} off", amount=reader.money(discount.amount_off))
    return reader.say("{percent} off", percent=reader.percent(discount.percent_off or 0))


def discount_words(discount: Discount, one: Subscription, reader: Reader) -> str:
    """`20 % off until 3 March 2027 (WELCOME20)`."""
    said = (
        amount_off(discount, reader),
        _of_what(discount, one, reader),
        how_long(discount, reader),
        f"({discount.promotion_code})" if discount.promotion_code else "",
    )
    return " ".join(words for words in said if words)


def how_long(discount: Discount, reader: Reader) -> str:
    """`for 3 months`, once it has begun `until 3 March 2027`; "" for what has no end."""
    if discount.duration == "once":
        begun = discount.began_at is not None
        return reader.say("the current period") if begun else reader.say("the next payment")
    if discount.ends_at:
        return reader.say("until {day}", day=reader.day(discount.ends_at))
    months = discount.duration_in_months if discount.duration == "repeating" else None
    return reader.say_many("for {n} month", "for {n} months", months) if months else ""


def _of_what(discount: Discount, one: Subscription, reader: Reader) -> str:
    reduced = [item.product_name for item in one.items if item.product_id in discount.applies_to]
    if not discount.applies_to or len(reduced) == len(one.items):
        return ""
    return reader.say("on {products}", products=", ".join(reduced))
