"""Choosing another day on which a pause ends."""

from dataclasses import dataclass
from datetime import timedelta

from foyer_portal_bff.gateways.models.subscriptions import ResumeOptions, Subscription
from foyer_portal_bff.views.pause import moment_of
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.subscriptions import comes_back_at, display_name


@dataclass(frozen=True, slots=True)
class ResumeDatePage:
    """The form."""

    name: str
    action: str
    back: str
    hint: str
    first_day: str
    last_day: str
    resumes_on: str
    problems: Problems
    idempotency_key: str


def resume_date_page(
    one: Subscription,
    options: ResumeOptions,
    reader: Reader,
    *,
    resumes_on: str | None,
    idempotency_key: str,
    problems: Problems = NONE,
) -> ResumeDatePage:
    """The form with what was typed, else with the day that is planned."""
    first, last = reader.local(options.earliest_resume_at), reader.local(options.latest_resume_at)
    if moment_of(first, reader) < options.earliest_resume_at:
        first += timedelta(days=1)
    planned = comes_back_at(one)
    day = reader.local(planned.effective_at) if planned else last
    return ResumeDatePage(
        name=display_name(one),
        action=f"/subscriptions/{one.id}/resume-date",
        back=f"/subscriptions/{one.id}",
        hint=reader.say("Back from {first} to {last}.", first=reader.day(first), last=reader.day(last)),
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        resumes_on=day.isoformat() if resumes_on is None else resumes_on,
        problems=problems,
        idempotency_key=idempotency_key,
    )
