"""The page on which a contract is canceled without signing in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from foyer_portal_bff.domain.visitor_declaration import VisitorKind, VisitorWords
from foyer_portal_bff.views.cancel import LONGEST_MESSAGE
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import Problem, Problems
from foyer_portal_bff.views.sign_in import check_address
from foyer_portal_bff.views.status import mark

LONGEST_LINE = 200
FURTHEST = timedelta(days=3 * 366)
ORDINARY, EXTRAORDINARY = "ordinary", "extraordinary"
EARLIEST, ON_A_DAY = "earliest", "day"

_TOO_LONG = mark("Please use {most} characters at most.")


@dataclass(frozen=True, slots=True)
class CancelHereForm:
    """What was typed."""

    cause: str = ORDINARY
    reason: str = ""
    name: str = ""
    email: str = ""
    number: str = ""
    contract: str = ""
    ends: str = EARLIEST
    day: str = ""
    receipt_to: str = ""


@dataclass(frozen=True, slots=True)
class CancelHerePage:
    """The form. `company` is to whom it is declared."""

    company: str
    causes: tuple[Choice, ...]
    ends: tuple[Choice, ...]
    form: CancelHereForm
    first_day: str
    last_day: str
    longest: int
    idempotency_key: str
    problems: Problems


def cancel_here_page(
    company: str, form: CancelHereForm, reader: Reader, *, idempotency_key: str, problems: Problems
) -> CancelHerePage:
    """Nothing is asked but what the law names."""
    causes = (
        (ORDINARY, reader.say("Ordinary cancellation"), reader.say("No reason is needed.")),
        (
            EXTRAORDINARY,
            reader.say("Extraordinary cancellation"),
            reader.say("For good cause, which you tell us below."),
        ),
    )
    ends = (
        (EARLIEST, reader.say("As soon as possible"), ""),
        (ON_A_DAY, reader.say("On the day below"), ""),
    )
    return CancelHerePage(
        company=company,
        causes=tuple(Choice(code, text, hint=hint, chosen=form.cause == code) for code, text, hint in causes),
        ends=tuple(Choice(code, text, hint=hint, chosen=form.ends == code) for code, text, hint in ends),
        form=form,
        first_day=reader.today().isoformat(),
        last_day=(reader.today() + FURTHEST).isoformat(),
        longest=LONGEST_MESSAGE,
        idempotency_key=idempotency_key,
        problems=problems,
    )


def check_cancel_here(form: CancelHereForm, reader: Reader) -> Problems:
    """Each thing that is missing or wrong, at its input."""
    return Problems(tuple(_wrong(form, reader)))


def _wrong(form: CancelHereForm, reader: Reader) -> Iterator[Problem]:
    if form.cause == EXTRAORDINARY and not form.reason:
        yield Problem("reason", reader.say("Tell us the reason of the extraordinary cancellation."))
    if len(form.reason) > LONGEST_MESSAGE:
        yield Problem("reason", reader.say(_TOO_LONG, most=LONGEST_MESSAGE))
    if not form.name:
        yield Problem("name", reader.say("Enter your name."))
    yield from check_address(form.email, reader).all
    if form.receipt_to and check_address(form.receipt_to, reader):
        text = reader.say("Enter an email address, such as name@example.com.")
        yield Problem("receipt_to", text)
    for name in ("name", "number", "contract"):
        if len(getattr(form, name)) > LONGEST_LINE:
            yield Problem(name, reader.say(_TOO_LONG, most=LONGEST_LINE))
    if form.ends == ON_A_DAY and (text := _wrong_day(_day(form), reader)):
        yield Problem("day", text)


def _wrong_day(day: date | None, reader: Reader) -> str:
    if day is None:
        return reader.say("Choose a day.")
    if day < reader.today():
        return reader.say("This date has passed. Choose a later one.")
    if day > reader.today() + FURTHEST:
        return reader.say("Choose a day within the next three years.")
    return ""


def cancel_words(form: CancelHereForm) -> VisitorWords:
    """What the form declares, once nothing is wrong with it."""
    return VisitorWords(
        kind=VisitorKind.CANCELLATION,
        name=form.name,
        email=form.email,
        receipt_to=form.receipt_to or form.email,
        number=form.number or None,
        contract=form.contract or None,
        is_extraordinary=form.cause == EXTRAORDINARY,
        message=form.reason or None,
        ends_on=_day(form) if form.ends == ON_A_DAY else None,
    )


def _day(form: CancelHereForm) -> date | None:
    try:
        return date.fromisoformat(form.day)
    except ValueError:
        return None
