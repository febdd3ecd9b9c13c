"""What waits on a subscription: a note for each change, and the way to undo it."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import (
    Cancellation,
    PendingChange,
    PlannedPlan,
    PlannedPrice,
    Subscription,
)
from foyer_portal_bff.gateways.models.support import Ticket
from foyer_portal_bff.views.cancellation import charges, comes_back, keep_words
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Tone
from foyer_portal_bff.views.subscriptions import (
    TIMES,
    comes_back_at,
    display_name,
    pending_cancellation,
    pending_plan,
    scheduled_pause,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Where it goes on: the ticket of a request, a new one where nothing can be undone, or another choice."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change that waits; `undo` is where its form posts to, "" where it cannot be undone."""

    text: str
    undo: str
    button: str
    tone: Tone = "warn"
    more: tuple[str, ...] = ()
    """What else there is to know of it, a sentence each."""
    link: Link | None = None


def changes(
    one: Subscription,
    plan: Cancellation | None,
    reader: Reader,
    *,
    actions: frozenset[str],
    tickets: tuple[Ticket, ...],
    may_ask: bool,
) -> tuple[Change, ...]:
    """A cancellation hides all others. `plan` is what it means; `tickets` are those of the customer that are
    open; what cannot be undone leads to a new one, if the reader `may_ask`.
    """
    ask = Link(f"/support/new?about={one.id}", reader.say("Ask us about this")) if may_ask else None
    cancel = pending_cancellation(one)
    if cancel:
        undo = _undo(one, cancel) if "reactivate" in actions else ""
        link = _ticket(one, tickets, reader) or (None if undo else ask)
        return (_cancellation(one, cancel, plan, reader, undo=undo, link=link),)
    found = []
    pause = scheduled_pause(one)
    if pause:
        undo = _undo(one, pause) if "withdraw_pause" in actions else ""
        text = _planned_pause(pause, reader)
        found.append(Change(text, undo, reader.say("Undo"), link=None if undo else ask))
    plan_change = pending_plan(one)
    if plan_change and plan_change.plan:
        undo = _undo(one, plan_change) if "withdraw_plan_change" in actions else ""
        text = _planned_plan(plan_change, plan_change.plan, reader)
        found.append(Change(text, undo, reader.say("Undo"), link=None if undo else ask))
    found += [
        Change(_planned_price(change, change.price, reader), "", "", link=ask)
        for change in one.pending_changes
        if change.price
    ]
    back = comes_back_at(one)
    if back:
        found.append(_running_pause(one, back, reader, actions=actions, ask=ask))
    return tuple(found)


def _running_pause(
    one: Subscription, back: PendingChange, reader: Reader, *, actions: frozenset[str], ask: Link | None
) -> Change:
    day = reader.day(back.effective_at)
    if "resume" in actions:
        text = reader.say("It comes back {day} by itself. You can resume it earlier.", day=day)
        other = Link(f"/subscriptions/{one.id}/resume-date", reader.say("Choose another day"))
        return Change(text, "", "", tone="info", link=other if "change_resume_date" in actions else None)
    if back.requested_by == "business":
        text = reader.say("We paused it. It comes back {day} by itself.", day=day)
    else:
        text = reader.say("It comes back {day} by itself.", day=day)
    return Change(text, "", "", tone="info", link=ask)


def _undo(one: Subscription, change: PendingChange) -> str:
    return f"/subscriptions/{one.id}/pending-changes/{change.id}/undo"


def _cancellation(
    one: Subscription,
    change: PendingChange,
    plan: Cancellation | None,
    reader: Reader,
    *,
    undo: str,
    link: Link | None,
) -> Change:
    name, day = display_name(one), reader.day(change.effective_at)
    more = [f"{day}: {text}" for day, text in charges(one, plan, reader)] if plan else []
    if not more:
        more = [reader.say("Until then everything stays as it is, and nothing more is charged.")]
    if plan:
        more.append(comes_back(one, plan, reader))
    ends = reader.say("{name} ends on {day}.", name=name, day=day)
    if change.requested_by != "customer":
        ends = reader.say("We planned that {name} ends on {day}.", name=name, day=day)
    return Change(
        ends,
        undo,
        keep_words(one, reader),
        more=tuple(text for text in more if text),
        link=link,
    )


def _ticket(one: Subscription, tickets: tuple[Ticket, ...], reader: Reader) -> Link | None:
    for ticket in tickets:
        if ticket.subscription_id == one.id and ticket.category == "cancellation":
            return Link(
                f"/support/{ticket.id}", reader.say("Your request: ticket {number}", number=ticket.number)
            )
    return None


def _planned_pause(change: PendingChange, reader: Reader) -> str:
    day = reader.day(change.effective_at)
    if change.resumes_at is None:
        return reader.say("It will pause {day}.", day=day)
    back = reader.day(change.resumes_at)
    if change.requested_by == "customer":
        return reader.say("It will pause {day} and come back {back}.", day=day, back=back)
    return reader.say("We planned that it pauses {day} and comes back {back}.", day=day, back=back)


def _planned_price(change: PendingChange, price: PlannedPrice, reader: Reader) -> str:
    costs = reader.price(price.amount, price.interval, price.interval_count)
    return reader.say(
        "We change its price: from {day} it costs {price}.", day=reader.day(change.effective_at), price=costs
    )


def _planned_plan(change: PendingChange, plan: PlannedPlan, reader: Reader) -> str:
    name = plan.name if plan.quantity == 1 else f"{plan.name} {TIMES} {plan.quantity}"
    price = reader.price(plan.amount, plan.interval, plan.interval_count)
    if plan.awaiting_payment:
        return reader.say(
            "It changes to {name} ({price}) as soon as its invoice is paid, until {day} at the latest.",
            name=name,
            price=price,
            day=reader.day_and_clock(plan.lapses_at or change.effective_at),
        )
    day = reader.day(change.effective_at)
    return reader.say("It changes to {name} ({price}) on {day}.", name=name, price=price, day=day)
