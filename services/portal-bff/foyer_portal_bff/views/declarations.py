"""The list of declarations, and the receipt of one: what was declared, when, and what it led to."""

from dataclasses import dataclass
from datetime import datetime

from foyer_portal_bff.domain.declaration import Declaration, Kind, State
from foyer_portal_bff.views import status
from foyer_portal_bff.views.cancel import reason_words
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.question import Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Badge, mark
from foyer_portal_bff.views.subscription_facts import Row

_WHEN = {
    None: mark("As soon as possible"),
    "now": mark("Now"),
    "period_end": mark("When the paid period ends"),
}

_REFUSED = {
    "subscription_already_ended": mark("The subscription had ended before we could carry it out."),
    "cancellation_already_pending": mark(
        "Another cancellation was pending already, and that one stays as it is."
    ),
    "cancellation_not_proven": mark("It would have ended at once, and came without signing in."),
    "withdrawal_period_over": mark("The 14 days to withdraw from the contract were over."),
    "withdrawal_for_consumers_only": mark("Only consumers can withdraw from a contract, not companies."),
}
_REFUSED_ELSE = mark(
    "It could not be carried out by itself: this subscription is not canceled in the portal."
)


@dataclass(frozen=True, slots=True)
class DeclarationLine:
    """One declaration in the list."""

    href: str
    title: str
    remark: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class DeclarationsPage:
    """The list."""

    declarations: tuple[DeclarationLine, ...]
    more: More | None


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    """The receipt of one."""

    title: str
    badge: Badge
    number: str
    lead: str
    tone: status.Tone
    subscription: str
    rows: tuple[Row, ...]
    message: str
    steps: tuple[Step, ...]
    content: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class ReceiptLink:
    """The way from a subscription to the receipt of its cancellation."""

    href: str
    text: str
    waits: str
    """What is to be said while nobody has carried it out, else ""."""


def declarations_page(
    declarations: tuple[Declaration, ...], reader: Reader, *, more: More | None
) -> DeclarationsPage:
    """Newest first."""
    return DeclarationsPage(tuple(_line(one, reader) for one in declarations), more)


def declaration_page(
    declaration: Declaration, reader: Reader, *, business: str, customer: str
) -> DeclarationPage:
    """`business` and `customer` are the names of those between whom it counts."""
    words, shown = declaration.words, declaration.shown
    rows = [
        Row(reader.say("Receipt"), declaration.number),
        Row(reader.say("Received on"), exactly(declaration.received_at, reader)),
        Row(reader.say("Declared by"), _declared_by(declaration, customer)),
        Row(reader.say("Declared to"), business),
        Row(reader.say("Subscription"), shown.subscription_name),
        Row(reader.say("Reference"), words.subscription_id),
        Row(reader.say("To end"), reader.say(_WHEN[words.when])),
    ]
    if words.reason:
        rows.append(Row(reader.say("Reason"), reason_words(words.reason, reader)))
    if shown.ends_at:
        rows.append(Row(reader.say("End that was shown"), reader.day(shown.ends_at)))
    lead, tone = _lead(declaration, reader)
    return DeclarationPage(
        title=_title(declaration, reader),
        badge=_badge(declaration, reader),
        number=declaration.number,
        lead=lead,
        tone=tone,
        subscription=f"/subscriptions/{words.subscription_id}",
        rows=tuple(rows),
        message=words.message or "",
        steps=_steps(declaration, reader),
        content=declaration.content,
        content_hash=declaration.content_hash,
    )


def receipt_link(declaration: Declaration | None, reader: Reader) -> ReceiptLink | None:
    """None without a declaration, and for one that was taken back."""
    if declaration is None or declaration.outcome.taken_back_at:
        return None
    waits = declaration.outcome.state is State.RECORDED
    return ReceiptLink(
        href=f"/declarations/{declaration.id}",
        text=reader.say("Receipt of your cancellation: {number}", number=declaration.number),
        waits=_waiting(declaration, reader) if waits else "",
    )


def _line(declaration: Declaration, reader: Reader) -> DeclarationLine:
    return DeclarationLine(
        href=f"/declarations/{declaration.id}",
        title=_title(declaration, reader),
        remark=f"{declaration.number} · {reader.day_and_clock(declaration.received_at)}",
        badge=_badge(declaration, reader),
    )


def _title(declaration: Declaration, reader: Reader) -> str:
    if declaration.kind is Kind.WITHDRAWAL:
        return reader.say("Withdrawal from {name}", name=declaration.shown.subscription_name)
    return reader.say("Cancellation of {name}", name=declaration.shown.subscription_name)


def _badge(declaration: Declaration, reader: Reader) -> Badge:
    state = "taken_back" if declaration.outcome.taken_back_at else declaration.outcome.state
    return status.badge(status.DECLARATION, state, reader)


def _declared_by(declaration: Declaration, customer: str) -> str:
    name = declaration.declared_by_name
    return name if name == customer else f"{name}, {customer}"


def exactly(moment: datetime, reader: Reader) -> str:
    """To the second, with the zone's name: it is what counts."""
    local = moment.astimezone(reader.zone)
    return f"{reader.day(moment)}, {local:%H:%M:%S} {local:%Z}"


def _waiting(declaration: Declaration, reader: Reader) -> str:
    return reader.say(
        "We have received your cancellation on {moment}. It counts from then; you get the "
        "confirmation by mail.",
        moment=reader.day_and_clock(declaration.received_at),
    )


def _lead(declaration: Declaration, reader: Reader) -> tuple[str, status.Tone]:
    outcome = declaration.outcome
    if outcome.state is State.RECORDED:
        return _waiting(declaration, reader), "warn"
    if outcome.state is State.REFUSED:
        return _refused(declaration, reader), "bad"
    if outcome.taken_back_at:
        return reader.say("You have taken it back. The subscription goes on."), "calm"
    if outcome.ended_at:
        return reader.say("The subscription ended on {day}.", day=reader.day(outcome.ended_at)), "good"
    ends = reader.day(outcome.effective_at) if outcome.effective_at else "-"
    return reader.say("The subscription ends on {day}.", day=ends), "good"


def _refused(declaration: Declaration, reader: Reader) -> str:
    why = reader.say(_REFUSED.get(declaration.outcome.refusal or "", _REFUSED_ELSE))
    looks = reader.say("We look into it and answer you.")
    return f"{why} {looks}"


def _steps(declaration: Declaration, reader: Reader) -> tuple[Step, ...]:
    """What has happened with it, and what is to come."""
    outcome = declaration.outcome
    steps = [
        Step(
            reader.day(declaration.received_at),
            reader.say(
                "Received at {clock}. It counts from then.", clock=reader.clock(declaration.received_at)
            ),
        )
    ]
    match outcome.state:
        case State.RECORDED:
            text = reader.say("We work out on which day it ends, and confirm it by mail.")
            steps.append(Step(reader.say("In a while"), text))
        case State.REFUSED:
            steps.append(Step(reader.say("After that"), _refused(declaration, reader)))
        case State.ACCEPTED:
            steps.extend(_after_acceptance(declaration, reader))
    return tuple(steps)


def _after_acceptance(declaration: Declaration, reader: Reader) -> list[Step]:
    outcome, name = declaration.outcome, declaration.shown.subscription_name
    if outcome.taken_back_at:
        text = reader.say("It was taken back: {name} goes on.", name=name)
        return [Step(reader.day(outcome.taken_back_at), text)]
    if outcome.ended_at:
        return [Step(reader.day(outcome.ended_at), reader.say("{name} ended.", name=name))]
    if outcome.effective_at is None:
        return []
    return [Step(reader.day(outcome.effective_at), reader.say("{name} ends.", name=name))]
