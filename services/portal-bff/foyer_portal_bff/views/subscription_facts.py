"""What a subscription is at the moment: its cards, the trial's countdown, its details, its state in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.payments import PaymentMethod
from foyer_portal_bff.gateways.models.subscriptions import Cancellation, Charge, NextCharge, Subscription
from foyer_portal_bff.views.discounts import amount_off, discount_words
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Tone, mark
from foyer_portal_bff.views.subscriptions import (
    LIVE,
    charged,
    days_left,
    ended_at,
    pending_cancellation,
    price,
    what_next,
    with_use,
    without_tax,
)

_NOTICES: dict[str, tuple[str, Tone]] = {
    "past_due": (mark("An invoice of this subscription is overdue. Pay it to keep it running."), "bad"),
    "suspended": (mark("This subscription is suspended until the overdue invoice is paid."), "bad"),
    "pending_mandate": (mark("This subscription starts when there is a way to pay for it."), "warn"),
    "completed": (mark("This subscription ended on {day}, when its term was over."), "calm"),
    "canceled": (mark("This subscription was canceled and ended on {day}."), "calm"),
}
_OVERDUE = mark("An invoice of this subscription is overdue.")
"""For what ends anyway: nothing keeps it running."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the cards at the top: a small label, the thing itself, a remark."""

    label: str
    value: str
    remark: str = ""
    big: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """A trial that runs: for the bar and its words."""

    text: str
    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the details."""

    label: str
    value: str
    href: str = ""


def facts(
    one: Subscription, plan: Cancellation | None, methods: Sequence[PaymentMethod], reader: Reader
) -> tuple[Fact, ...]:
    """`plan` is what the cancellation that waits means, None when none does; `methods` are the customer's, as
    far as they are known and may be seen.
    """
    return (
        _next_charge(one, plan, reader),
        Fact(reader.say("Price"), _price(one, reader), _how_collected(one, methods, reader)),
        Fact(reader.say("Subscribed since"), reader.day(one.started_at), _how_long(one, reader)),
    )


def _price(one: Subscription, reader: Reader) -> str:
    per_interval = reader.price(one.amount, one.interval, one.interval_count)
    return with_use(one, one.amount, without_tax(one, one.amount, per_interval, reader), reader)


def _next_charge(one: Subscription, plan: Cancellation | None, reader: Reader) -> Fact:
    charge: NextCharge | Charge | None = one.next_charge
    if plan is not None:
        charge = plan.charges[0] if plan.charges else None
    if charge is None:
        return Fact(reader.say("Next charge"), reader.say("None planned"), _why_no_charge(one, reader))
    automatic = one.collection == "automatic"
    label = reader.say("Next charge") if automatic else reader.say("Next invoice")
    amount = with_use(one, charge.amount, charged(one, charge.amount, reader), reader)
    return Fact(label, amount, _when_charged(one, charge, reader), big=True)


def _when_charged(one: Subscription, charge: NextCharge | Charge, reader: Reader) -> str:
    day, off = reader.day(charge.at), charge.discount if isinstance(charge, NextCharge) else None
    if one.discount is None or off is None or not off.amount:
        return day
    return reader.say("{day}, with {discount}", day=day, discount=amount_off(one.discount, reader))


def _why_no_charge(one: Subscription, reader: Reader) -> str:
    if one.status == "paused":
        return reader.say("Billing is paused")
    if one.status == "pending_mandate":
        return reader.say("Waiting for a way to pay")
    return "" if one.status in {"past_due", "suspended"} else what_next(one, reader)


def _how_collected(one: Subscription, methods: Sequence[PaymentMethod], reader: Reader) -> str:
    if one.collection != "automatic":
        return reader.say("You receive an invoice")
    used = paying_method(one, methods)
    if used:
        return reader.say("Collected with {method}", method=used.label)
    return reader.say("Collected automatically")


def paying_method(one: Subscription, methods: Sequence[PaymentMethod]) -> PaymentMethod | None:
    """The one of the customer's methods that it is collected with, if it is and that is known."""
    if one.collection != "automatic" or one.status not in LIVE:
        return None
    chosen = (method for method in methods if one.id in {each.id for each in method.chosen_for})
    return next(chosen, None) or next((method for method in methods if method.is_default), None)


def _how_long(one: Subscription, reader: Reader) -> str:
    start = reader.local(one.started_at)
    until = reader.today() if one.status in LIVE else reader.local(ended_at(one))
    months = (until.year - start.year) * 12 + until.month - start.month - (until.day < start.day)
    years, months = divmod(max(months, 0), 12)
    parts = [
        reader.say_many("{n} year", "{n} years", years) if years else "",
        reader.say_many("{n} month", "{n} months", months) if months else "",
    ]
    return ", ".join(part for part in parts if part)


def countdown(one: Subscription, reader: Reader) -> Countdown | None:
    """None for what is in no trial, or ends before it is charged."""
    if one.status != "trialing" or one.trial_ends_at is None or pending_cancellation(one):
        return None
    left = days_left(one, reader)
    whole = max((reader.local(one.trial_ends_at) - reader.local(one.started_at)).days, 1)
    text = (
        reader.say_many(
            "{n} day of your trial left: it ends {day}, then {price}",
            "{n} days of your trial left: it ends {day}, then {price}",
            left,
            day=reader.day(one.trial_ends_at),
            price=price(one, reader),
        )
        if left
        else reader.say("Your trial ends today, then {price}", price=price(one, reader))
    )
    return Countdown(text, done=whole - min(left, whole), whole=whole)


def rows(one: Subscription, reader: Reader) -> tuple[Row, ...]:
    """The details, in their order."""
    over = one.status not in LIVE
    until = min(one.current_period_end, ended_at(one)) if over else one.current_period_end
    period = reader.say(
        "{start} to {end}",
        start=reader.day(one.current_period_start),
        end=reader.day(until),
    )
    found = [Row(reader.say("Last period") if over else reader.say("Current period"), period)]
    if one.trial_ends_at:
        past = over or one.trial_ends_at <= reader.now
        label = reader.say("Trial ended") if past else reader.say("Trial ends")
        found.append(Row(label, reader.day(one.trial_ends_at)))
    if one.paused_at:
        found.append(Row(reader.say("Paused since"), reader.day(one.paused_at)))
    if one.discount:
        found.append(Row(reader.say("Discount"), discount_words(one.discount, one, reader)))
    found.append(Row(reader.say("Reference"), one.id))
    return tuple(found)


def notice(one: Subscription, reader: Reader) -> tuple[str, Tone]:
    """A sentence about a state that needs one, "" for the others."""
    text, tone = _NOTICES.get(one.status, ("", "calm"))
    if one.status == "past_due" and pending_cancellation(one):
        text = _OVERDUE
    return (reader.say(text, day=reader.day(ended_at(one))) if text else ""), tone
