"""The pause dialog: when it begins, when it comes back, and what happens then in plain words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foyer_portal_bff.domain.dates import LAST_YEAR, is_near
from foyer_portal_bff.gateways.models.subscriptions import PauseOptions, PauseWindow, Subscription
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.question import Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, NONE, Problem, Problems
from foyer_portal_bff.views.subscriptions import charged, display_name, scheduled_pause

NOW = "now"


@dataclass(frozen=True, slots=True)
class PauseForm:
    """What was typed, as it was typed; it is shown again when something is wrong with it."""

    when: str = ""
    resumes_on: str = ""


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
    hint: str
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


def check_pause(form: PauseForm, reader: Reader) -> Problems:
    """What can be said before the service is asked."""
    if not form.resumes_on:
        return NONE
    day = typed_day(form.resumes_on)
    if day is None:
        text = reader.say("Enter a date, or leave it empty.")
    elif not is_near(day):
        code = "pause_too_long" if day.year > LAST_YEAR else "resume_date_in_past"
        text = reader.say(BY_CODE[code])
    else:
        return NONE
    return Problems((Problem("resumes_on", text),))


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there is no dialog: it is paused, a pause waits, or the product's policy does not offer it."""
    if one.status == "paused":
        code = "already_paused"
    else:
        code = "pause_already_scheduled" if scheduled_pause(one) else "pause_not_offered"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


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
    chosen = next(
        (window for window in options.windows if window.when == form.when),
        next(window for window in options.windows if window.when == options.default_when),
    )
    days = [_days(window, reader) for window in options.windows]
    first, last = _days(chosen, reader)
    day = typed_day(form.resumes_on)
    return PausePage(
        id=one.id,
        name=display_name(one),
        action=f"/subscriptions/{one.id}/pause",
        back=f"/subscriptions/{one.id}",
        timings=tuple(_timing(one, window, reader, chosen=window is chosen) for window in options.windows),
        first_day=min(day for day, _ in days).isoformat(),
        last_day=max(day for _, day in days).isoformat(),
        hint=reader.say("Leave it empty to come back on the last day possible."),
        resumes_on=form.resumes_on,
        steps=_steps(one, chosen, reader, back=day if day and first <= day <= last else last),
        problems=problems,
        idempotency_key=idempotency_key,
    )


def _days(window: PauseWindow, reader: Reader) -> tuple[date, date]:
    """The first and the last day whose first moment the policy allows."""
    first = reader.local(window.earliest_resume_at)
    if moment_of(first, reader) < window.earliest_resume_at:
        first += timedelta(days=1)
    return first, reader.local(window.latest_resume_at)


def _timing(one: Subscription, window: PauseWindow, reader: Reader, *, chosen: bool) -> Choice:
    first, last = (reader.day(day) for day in _days(window, reader))
    if window.when == NOW:
        text = reader.say("Now")
        hint = _credit(one, window, reader) or reader.say(
            "Paid days that are left are added after the pause."
        )
    else:
        text = reader.say("When the paid period ends, {day}", day=reader.day(one.current_period_end))
        hint = reader.say("Until then everything stays as it is.")
    back = reader.say("Back from {first} to {last}.", first=first, last=last)
    return Choice(window.when, text, chosen, hint=f"{hint} {back}")


def _credit(one: Subscription, window: PauseWindow, reader: Reader) -> str:
    """What becomes of the paid days where they do not come after the pause."""
    if window.unused != "credit" or window.comes_back is None:
        return ""
    return reader.say(
        "About {amount} for paid days that are left becomes your credit.",
        amount=charged(one, window.comes_back, reader),
    )


def _steps(one: Subscription, window: PauseWindow, reader: Reader, *, back: date) -> tuple[Step, ...]:
    """Billing stops, it comes back, and the billing date has moved by the length of the pause; where what is
    left is credited, a new period begins when it comes back.
    """
    charge = one.current_period_end + (moment_of(back, reader) - window.begins_at)
    amount = charged(one, one.next_charge.amount if one.next_charge else one.amount, reader)
    begins = reader.say("Today") if window.when == NOW else reader.day(window.begins_at)
    pauses = reader.say("The pause begins. Nothing is charged from then on.")
    returns = reader.say("It comes back by itself. You can resume it earlier at any time.")
    if credit := _credit(one, window, reader):
        anew = reader.say("A new period begins then, with a payment of {amount}.", amount=amount)
        return (Step(begins, f"{pauses} {credit}"), Step(reader.day(back), f"{returns} {anew}"))
    return (
        Step(begins, pauses),
        Step(reader.day(back), returns),
        Step(
            reader.day(charge),
            reader.say(
                "Your next payment of {amount}, instead of {day}.",
                amount=amount,
                day=reader.day(one.current_period_end),
            ),
        ),
    )
