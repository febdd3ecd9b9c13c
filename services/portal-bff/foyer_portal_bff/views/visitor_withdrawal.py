"""The two steps of withdrawing from a contract without signing in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from foyer_portal_bff.domain.visitor_declaration import VisitorKind, VisitorWords
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import Problem, Problems
from foyer_portal_bff.views.sign_in import check_address
from foyer_portal_bff.views.subscription_facts import Row
from foyer_portal_bff.views.visitor_cancellation import LONGEST_LINE

DAYS = timedelta(days=14)
"""In which a consumer may withdraw; the day of the contract is not one of them."""


@dataclass(frozen=True, slots=True)
class WithdrawForm:
    """What was typed."""

    name: str = ""
    email: str = ""
    number: str = ""
    contract: str = ""
    receipt_to: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """The form, or what it says once more, to be confirmed. `company` is to whom it is declared."""

    company: str
    form: WithdrawForm
    rows: tuple[Row, ...]
    idempotency_key: str
    problems: Problems


def withdraw_link(identity: str, since: datetime, reader: Reader) -> str:
    """Where to withdraw from what was bought then, "" once the days for it are over."""
    last = reader.local(since) + DAYS
    return f"/withdraw?{urlencode({'number': identity})}" if reader.today() <= last else ""


def withdraw_page(
    company: str, form: WithdrawForm, reader: Reader, *, idempotency_key: str, problems: Problems
) -> WithdrawPage:
    """No reason is asked for."""
    rows = (
        (reader.say("Declared to"), company),
        (reader.say("Name"), form.name),
        (reader.say("Email address"), form.email),
        (reader.say("Customer, contract or order number"), form.number),
        (reader.say("Contract or order"), form.contract),
        (reader.say("Receipt goes to"), form.receipt_to or form.email),
    )
    return WithdrawPage(
        company=company,
        form=form,
        rows=tuple(Row(label, value) for label, value in rows if value),
        idempotency_key=idempotency_key,
        problems=problems,
    )


def check_withdrawal(form: WithdrawForm, reader: Reader) -> Problems:
    """Each thing that is missing or wrong, at its input."""
    return Problems(tuple(_wrong(form, reader)))


def _wrong(form: WithdrawForm, reader: Reader) -> Iterator[Problem]:
    if not form.name:
        yield Problem("name", reader.say("Enter your name."))
    yield from check_address(form.email, reader).all
    if not (form.number or form.contract):
        yield Problem("number", reader.say("Say which contract or order you mean."))
    if form.receipt_to and check_address(form.receipt_to, reader):
        text = reader.say("Enter an email address, such as name@example.com.")
        yield Problem("receipt_to", text)
    for name in ("name", "number", "contract"):
        if len(getattr(form, name)) > LONGEST_LINE:
            text = reader.say("Please use {most} characters at most.", most=LONGEST_LINE)
            yield Problem(name, text)


def withdraw_words(form: WithdrawForm) -> VisitorWords:
    """What the form declares, once nothing is wrong with it."""
    return VisitorWords(
        kind=VisitorKind.WITHDRAWAL,
        name=form.name,
        email=form.email,
        receipt_to=form.receipt_to or form.email,
        number=form.number or None,
        contract=form.contract or None,
    )
