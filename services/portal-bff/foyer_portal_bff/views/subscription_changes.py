"""What waits on a subscription: a note for each change, and the way to undo it."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import (
    Cancellation,
    PendingChange,
    PlannedPlan,
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
class TicketLink:
    """The ticket in which a request is answered."""

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
    ticket: TicketLink | None = None


def changes(
    one: Subscription,
    plan: Cancellation | None,
    reader: Reader,
    *,
    actions: frozenset[str],
    tickets: tuple[Ticket, ...],
) -> tuple[Change, ...]:
    """A cancellation hides all others. `plan` is what it means; `tickets` are those of the customer that are
    open.
    """
    cancel = pending_cancellation(one)
    if cancel:
        undo = _undo(one, cancel) if "reactivate" in actions else ""
        return (_cancellation(one, cancel, plan, reader, undo=undo, ticket=_ticket(one, tickets, reader)),)
    found = []
    pause = scheduled_pause(one)
    if pause:
        undo = _undo(one, pause) if "withdraw_pause" in actions else ""
        found.append(Change(_planned_pause(pause, reader), undo, reader.say("Undo")))
    plan_change = pending_plan(one)
    if plan_change and plan_change.plan:
        undo = _undo(one, plan_change) if "withdraw_plan_change" in actions else ""
        found.append(Change(_planned_plan(plan_change, plan_change.plan, reader), undo, reader.say("Undo")))
    back = comes_back_at(one)
    if back:
        text = reader.say(
            "It comes back {day} by itself. You can resume it earlier.", day=reader.day(back.effective_at)
        )
        found.append(Change(text, "", "", tone="info"))
    return tuple(found)


def _undo(one: Subscription, change: PendingChange) -> str:
    return f"/subscriptions/{one.id}/pending-changes/{change.id}/undo"


def _cancellation(
    one: Subscription,
    change: PendingChange,
    plan: Cancellation | None,
    reader: Reader,
    *,
    undo: str,
    ticket: TicketLink | None,
) -> Change:
    name, day = display_name(one), reader.day(change.effective_at)
    more = [f"{day}: {text}" for day, text in charges(plan, reader)] if plan else []
    if not more:
        more = [reader.say("Until then everything stays as it is, and nothing more is charged.")]
    if plan:
        more.append(comes_back(plan, reader))
    return Change(
        reader.say("{name} ends on {day}.", name=name, day=day),
        undo,
        keep_words(one, reader),
        more=tuple(text for text in more if text),
        ticket=ticket,
    )


def _ticket(one: Subscription, tickets: tuple[Ticket, ...], reader: Reader) -> TicketLink | None:
    for ticket in tickets:
        if ticket.subscription_id == one.id and ticket.category == "cancellation":
            return TicketLink(
                f"/support/{ticket.id}", reader.say("Your request: ticket {number}", number=ticket.number)
            )
    return None


def _planned_pause(change: PendingChange, reader: Reader) -> str:
    if change.resumes_at is None:
        return reader.say("It will pause {day}.", day=reader.day(change.effective_at))
    return reader.say(
        "It will pause {day} and come back {back}.",
        day=reader.day(change.effective_at),
        back=reader.day(change.resumes_at),
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
