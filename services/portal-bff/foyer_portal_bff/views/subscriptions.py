"""The list of subscriptions, and the line that stands for one on every page."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.subscriptions import PendingChange, Picture, Subscription
from foyer_portal_bff.views import status
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Badge

LIVE = frozenset({"pending_mandate", "trialing", "active", "past_due", "paused", "suspended"})
"""The states of what is not over."""

TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """One subscription in a list."""

    href: str
    name: str
    what_next: str
    price: str
    badge: Badge
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class SubscriptionsPage:
    """All of a customer's subscriptions."""

    active: tuple[SubscriptionLine, ...]
    past: tuple[SubscriptionLine, ...]
    more: More | None


def subscriptions_page(
    subscriptions: tuple[Subscription, ...], reader: Reader, *, more: More | None
) -> SubscriptionsPage:
    """What lives first, then what is over."""
    return SubscriptionsPage(
        active=tuple(subscription_line(one, reader) for one in subscriptions if one.status in LIVE),
        past=tuple(subscription_line(one, reader) for one in subscriptions if one.status not in LIVE),
        more=more,
    )


def subscription_line(one: Subscription, reader: Reader) -> SubscriptionLine:
    """One of them."""
    return SubscriptionLine(
        href=f"/subscriptions/{one.id}",
        name=display_name(one),
        what_next=what_next(one, reader),
        price=price_now(one, reader),
        badge=status.badge(status.SUBSCRIPTION, one.status, reader),
        picture=one.picture,
    )


def display_name(one: Subscription) -> str:
    """Its name, with the seats when there are several: `Team seats` times 5."""
    seats = one.items[0].quantity if len(one.items) == 1 else 1
    return one.name if seats == 1 else f"{one.name} {TIMES} {seats}"


def price(one: Subscription, reader: Reader) -> str:
    """`€290.00 / year`, with a word about what is paid by use."""
    return with_use(one, one.amount, reader.price(one.amount, one.interval, one.interval_count), reader)


def charged(one: Subscription, amount: Amount, reader: Reader) -> str:
    """An amount that is charged or comes back for it; where its prices are without tax, that is said."""
    return without_tax(one, amount, reader.money(amount), reader)


def without_tax(one: Subscription, amount: Amount, text: str, reader: Reader) -> str:
    """The text of an amount of it, with a word about the tax that comes on top of it."""
    is_net = amount.amount and any(item.tax_behavior == "exclusive" for item in one.items)
    return reader.say("{amount} excl. tax", amount=text) if is_net else text


def with_use(one: Subscription, amount: Amount, text: str, reader: Reader) -> str:
    """The text of an amount that is known ahead; where something is metered, with a word about that."""
    if all(item.usage_type == "licensed" for item in one.items):
        return text
    return reader.say("{price}, and by use", price=text) if amount.amount else reader.say("By use")


def price_now(one: Subscription, reader: Reader) -> str:
    """What it costs at this moment: nothing during a trial."""
    if one.status == "trialing":
        return reader.money(Amount(amount=0, currency=one.amount.currency))
    return price(one, reader)


def scheduled_pause(one: Subscription) -> PendingChange | None:
    """The pause that waits for the period's end."""
    return next((change for change in one.pending_changes if change.kind == "pause"), None)


def pending_cancellation(one: Subscription) -> PendingChange | None:
    """The cancellation that waits."""
    return next((change for change in one.pending_changes if change.kind == "cancel"), None)


def pending_plan(one: Subscription) -> PendingChange | None:
    """The change of plan, seats or cycle that waits."""
    return next((change for change in one.pending_changes if change.kind == "plan"), None)


def comes_back_at(one: Subscription) -> PendingChange | None:
    """The end of the pause that it is in."""
    return next((change for change in one.pending_changes if change.kind == "resume"), None)


def days_left(one: Subscription, reader: Reader) -> int:
    """Nights until the trial ends, never negative."""
    return max(reader.days_until(one.trial_ends_at), 0) if one.trial_ends_at else 0


def what_next(one: Subscription, reader: Reader) -> str:
    """The next thing that happens to it, in one sentence without a full stop."""
    cancel = pending_cancellation(one)
    if cancel is not None:
        return reader.say("Ends {day}", day=reader.day(cancel.effective_at))
    pause = scheduled_pause(one)
    if pause is not None:
        return reader.say("Pauses {day}", day=reader.day(pause.effective_at))
    if one.status == "trialing" and one.trial_ends_at:
        days = days_left(one, reader)
        if days == 0:
            return reader.say("Trial ends today, then {price}", price=price(one, reader))
        return reader.say_many(
            "Trial ends in {n} day, then {price}",
            "Trial ends in {n} days, then {price}",
            days,
            price=price(one, reader),
        )
    if one.status == "paused":
        change = comes_back_at(one)
        until = one.resumes_at or (change.effective_at if change else None)
        return reader.say("Paused until {day}", day=reader.day(until)) if until else reader.say("Paused")
    return _of_state(one, reader)


def _of_state(one: Subscription, reader: Reader) -> str:
    if one.status == "active":
        if one.next_charge is None:
            return reader.say("Ends {day}", day=reader.day(one.current_period_end))
        return reader.say("Renews {day}", day=reader.day(one.next_charge.at))
    if one.status == "past_due":
        return reader.say("An invoice is overdue")
    if one.status == "pending_mandate":
        return reader.say("Starts when there is a way to pay")
    if one.status == "suspended":
        return reader.say("Starts again when the overdue invoice is paid")
    return reader.say("Ended {day}", day=reader.day(ended_at(one)))


def ended_at(one: Subscription) -> datetime:
    """When what is over ended."""
    return one.ended_at or one.current_period_end
