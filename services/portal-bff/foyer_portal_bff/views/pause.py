"""The pause dialog: when it begins, when it comes back, and what happens then in plain words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foyer_portal_bff.gateways.models.subscriptions import PauseOptions, Subscription
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.subscriptions import display_name

NOW = "now"
PERIOD_END = "period_end"


@dataclass(frozen=True, slots=True)
class PauseForm:
    """What was typed, as it was typed; it is shown again when something is wrong with it."""

    when: str = ""
    resumes_on: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things that happen, in their order."""

    when: str
    text: str


@dataclass(frozen=True, slots=True)
class PausePage:
    """The dialog."""

    id: str
    name: str
    action: str
    back: str
    timings: tuple[Choice, ...]
    first_day: str
    last_day: str
    range_hint: str
    resumes_on: str
    steps: tuple[Step, ...]
    problems: Problems
    idempotency_key: str


def moment_of(day: date, reader: Reader) -> datetime:
    """The first moment of that day where the business is."""
    return datetime.combine(day, time(), reader.zone)


def typed_day(text: str) -> date | None:
    """The date of a date input; None for what is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def pause_page(
    one: Subscription,
    options: PauseOptions,
    reader: Reader,
    *,
    form: PauseForm,
    idempotency_key: str,
    problems: Problems = NONE,
) -> PausePage:
    """The dialog with what was typed so far."""
    when = form.when if form.when in options.when else options.default_when
    first, last = _window(options, reader)
    return PausePage(
        id=one.id,
        name=display_name(one),
        action=f"/subscriptions/{one.id}/pause",
        back=f"/subscriptions/{one.id}",
        timings=_timings(one, options, reader, chosen=when),
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        range_hint=reader.say(
            "From {first} to {last}. Without a date it comes back {last}.",
            first=reader.day(first),
            last=reader.day(last),
        ),
        resumes_on=form.resumes_on,
        steps=_steps(one, reader, when=when, back=_valid_day(form.resumes_on, first, last) or last),
        problems=problems,
        idempotency_key=idempotency_key,
    )


def _window(options: PauseOptions, reader: Reader) -> tuple[date, date]:
    """The first and the last day whose first moment the policy allows."""
    first = reader.local(options.earliest_resume_at)
    if moment_of(first, reader) < options.earliest_resume_at:
        first += timedelta(days=1)
    return first, reader.local(options.latest_resume_at)


def _valid_day(text: str, first: date, last: date) -> date | None:
    day = typed_day(text)
    return day if day and first <= day <= last else None


def _timings(one: Subscription, options: PauseOptions, reader: Reader, *, chosen: str) -> tuple[Choice, ...]:
    end = reader.day(one.current_period_end)
    texts = {
        NOW: (
            reader.say("Now"),
            reader.say("What you have paid for and not used is added after the pause."),
        ),
        PERIOD_END: (
            reader.say("When the paid period ends"),
            reader.say("You use it until {day}, then it pauses.", day=end),
        ),
    }
    return tuple(
        Choice(when, texts[when][0], when == chosen, hint=texts[when][1])
        for when in options.when
        if when in texts
    )


def _steps(one: Subscription, reader: Reader, *, when: str, back: date) -> tuple[Step, ...]:
    """Billing stops, it comes back, and the billing date has moved by the length of the pause."""
    begins = one.current_period_end if when == PERIOD_END else reader.now
    charge = one.current_period_end + (moment_of(back, reader) - begins)
    amount = reader.money(one.next_charge.amount if one.next_charge else one.amount)
    start = reader.say("Today") if when == NOW else reader.day(begins)
    return (
        Step(start, reader.say("The pause begins. Nothing is charged from then on.")),
        Step(reader.day(back), reader.say("It comes back by itself. You can resume it earlier at any time.")),
        Step(
            reader.day(charge),
            reader.say(
                "Your next payment of {amount}, instead of {day}.",
                amount=amount,
                day=reader.day(one.current_period_end),
            ),
        ),
    )
