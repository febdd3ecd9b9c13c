"""One subscription: what it is, what happens next, and what its customer may do."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import PendingChange, Subscription
from foyer_portal_bff.views import status
from foyer_portal_bff.views.history import HistoryDay
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, Tone
from foyer_portal_bff.views.subscriptions import (
    comes_back_at,
    days_left,
    display_name,
    price,
    scheduled_pause,
)

_BUTTONS = frozenset({"pause", "resume", "withdraw_pause"})
"""The actions that the page has a button for; without any of them it offers to contact the business."""


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
class Change:
    """A change that waits; `undo` is where its form posts to, "" where it cannot be undone."""

    id: str
    text: str
    undo: str
    tone: Tone = "warn"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the details."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of what is subscribed to."""

    name: str
    quantity: int
    unit_price: str


@dataclass(frozen=True, slots=True)
class SubscriptionPage:
    """The page of one subscription."""

    id: str
    name: str
    badge: Badge
    notice: str
    """A sentence about a state that needs one, else ""."""
    notice_tone: Tone
    facts: tuple[Fact, ...]
    countdown: Countdown | None
    changes: tuple[Change, ...]
    items: tuple[Item, ...]
    rows: tuple[Row, ...]
    pause: str
    """Address of the pause dialog, "" when pausing is not offered."""
    resume: str
    """Where the resume form posts to, "" when resuming is not offered."""
    contact_us: bool
    history: tuple[HistoryDay, ...]
    """The latest of what happened to it."""
    idempotency_key: str
    problems: Problems


def subscription_page(
    one: Subscription,
    reader: Reader,
    *,
    may_change: bool,
    history: tuple[HistoryDay, ...],
    idempotency_key: str,
    problems: Problems = NONE,
) -> SubscriptionPage:
    """`may_change`: whether the login's role may act at all; a button that is not allowed is not shown."""
    actions = frozenset(one.actions) if may_change else frozenset[str]()
    base = f"/subscriptions/{one.id}"
    notice, tone = _notice(one, reader)
    return SubscriptionPage(
        id=one.id,
        name=display_name(one),
        badge=status.badge(status.SUBSCRIPTION, one.status, reader),
        notice=notice,
        notice_tone=tone,
        facts=_facts(one, reader),
        countdown=_countdown(one, reader),
        changes=_changes(one, reader, may_undo="withdraw_pause" in actions),
        items=tuple(
            Item(
                item.product_name,
                item.quantity,
                reader.price(item.unit_amount, one.interval, one.interval_count),
            )
            for item in one.items
        ),
        rows=_rows(one, reader),
        pause=f"{base}/pause" if "pause" in actions else "",
        resume=f"{base}/resume" if "resume" in actions else "",
        contact_us=not actions & _BUTTONS,
        history=history,
        idempotency_key=idempotency_key,
        problems=problems,
    )


def _facts(one: Subscription, reader: Reader) -> tuple[Fact, ...]:
    first = (
        Fact(
            reader.say("Next charge") if one.collection == "automatic" else reader.say("Next invoice"),
            reader.money(one.next_charge.amount),
            reader.day(one.next_charge.at),
            big=True,
        )
        if one.next_charge
        else Fact(reader.say("Next charge"), reader.say("None planned"), _why_no_charge(one, reader))
    )
    return (
        first,
        Fact(reader.say("Price"), price(one, reader), _how_collected(one, reader)),
        Fact(reader.say("Subscribed since"), reader.day(one.started_at), _how_long(one, reader)),
    )


def _why_no_charge(one: Subscription, reader: Reader) -> str:
    if one.status == "paused":
        return reader.say("Billing is paused")
    if one.status == "pending_mandate":
        return reader.say("Waiting for a way to pay")
    return ""


def _how_collected(one: Subscription, reader: Reader) -> str:
    return (
        reader.say("Collected automatically")
        if one.collection == "automatic"
        else reader.say("You receive an invoice")
    )


def _how_long(one: Subscription, reader: Reader) -> str:
    start, today = reader.local(one.started_at), reader.today()
    months = (today.year - start.year) * 12 + today.month - start.month - (today.day < start.day)
    years, months = divmod(max(months, 0), 12)
    parts = [
        reader.say_many("{n} year", "{n} years", years) if years else "",
        reader.say_many("{n} month", "{n} months", months) if months else "",
    ]
    return ", ".join(part for part in parts if part)


def _countdown(one: Subscription, reader: Reader) -> Countdown | None:
    if one.status != "trialing" or one.trial_ends_at is None:
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


def _changes(one: Subscription, reader: Reader, *, may_undo: bool) -> tuple[Change, ...]:
    changes = []
    pause = scheduled_pause(one)
    if pause:
        undo = f"/subscriptions/{one.id}/pending-changes/{pause.id}/undo" if may_undo else ""
        changes.append(Change(pause.id, _planned_pause(pause, reader), undo))
    back = comes_back_at(one)
    if back:
        text = reader.say(
            "It comes back {day} by itself. You can resume it earlier.", day=reader.day(back.effective_at)
        )
        changes.append(Change(back.id, text, "", tone="info"))
    return tuple(changes)


def _planned_pause(change: PendingChange, reader: Reader) -> str:
    if change.resumes_at is None:
        return reader.say("It will pause {day}.", day=reader.day(change.effective_at))
    return reader.say(
        "It will pause {day} and come back {back}.",
        day=reader.day(change.effective_at),
        back=reader.day(change.resumes_at),
    )


def _rows(one: Subscription, reader: Reader) -> tuple[Row, ...]:
    rows = [
        Row(
            reader.say("Current period"),
            reader.say(
                "{start} to {end}",
                start=reader.day(one.current_period_start),
                end=reader.day(one.current_period_end),
            ),
        )
    ]
    if one.trial_ends_at:
        past = one.trial_ends_at <= reader.now
        label = reader.say("Trial ended") if past else reader.say("Trial ends")
        rows.append(Row(label, reader.day(one.trial_ends_at)))
    if one.paused_at:
        rows.append(Row(reader.say("Paused since"), reader.day(one.paused_at)))
    rows.append(Row(reader.say("Reference"), one.id))
    return tuple(rows)


def _notice(one: Subscription, reader: Reader) -> tuple[str, Tone]:
    if one.status == "past_due":
        return reader.say("An invoice of this subscription is overdue. Pay it to keep it running."), "bad"
    if one.status == "suspended":
        return reader.say("This subscription is suspended until the overdue invoice is paid."), "bad"
    if one.status == "pending_mandate":
        return reader.say("This subscription starts when there is a way to pay for it."), "warn"
    return "", "calm"
