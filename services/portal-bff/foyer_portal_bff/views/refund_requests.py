"""Asking for the money of a paid invoice, or a part of it, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.refund_requests import Refundable, RefundRequest
from foyer_portal_bff.views import formats, status
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refund_outcome import refund_outcome
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.status import Badge
from foyer_portal_bff.views.support import LONGEST_TEXT

ALL, AMOUNT, LINES = "all", "amount", "lines"
QUANTITY = "quantity-"
"""Of the names of inputs, before the number of a line."""

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request; `withdraw` is where it is taken back, "" once it was decided."""

    asked: str
    when: str
    badge: Badge
    outcome: str
    ticket: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line of the invoice, of which some can come back."""

    name: str
    text: str
    hint: str
    value: str
    most: int


@dataclass(frozen=True, slots=True)
class RefundForm:
    """What is asked back, and why."""

    left: str
    ways: tuple[Choice, ...]
    amount: str
    lines: tuple[LineInput, ...]
    reason: str
    longest_reason: int
    problems: Problems
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class RefundPage:
    """The requests for an invoice, and the form for another one where it can be asked."""

    number: str
    back: str
    action: str
    requests: tuple[RequestLine, ...]
    form: RefundForm | None
    problems: Problems
    """What was wrong with something else than the form."""


def refund_page(
    invoice_id: str,
    number: str,
    requests: Sequence[RefundRequest],
    reader: Reader,
    *,
    form: RefundForm | None,
    may_ask: bool,
    problems: Problems = NONE,
) -> RefundPage:
    """The newest request first."""
    action = f"/invoices/{invoice_id}/refund"
    return RefundPage(
        number=number,
        back=f"/invoices/{invoice_id}",
        action=action,
        requests=tuple(_line(each, action, reader, may_ask=may_ask) for each in requests),
        form=form,
        problems=problems,
    )


def refund_form(
    found: Refundable,
    typed: Mapping[str, str],
    reader: Reader,
    *,
    idempotency_key: str,
    problems: Problems = NONE,
) -> RefundForm:
    """With what was typed."""
    left = reader.money(found.left)
    ways = [(ALL, reader.say("All of it: {amount}", amount=left)), (AMOUNT, reader.say("An amount"))]
    lines = tuple(
        LineInput(
            name=f"{QUANTITY}{each.line}",
            text=each.description,
            hint=reader.say("{left} of {quantity}", left=each.left, quantity=each.quantity),
            value=typed.get(f"{QUANTITY}{each.line}", ""),
            most=each.left,
        )
        for each in found.lines
        if each.left
    )
    if lines:
        ways.append((LINES, reader.say("Some of its lines")))
    chosen = typed.get("how", ALL)
    return RefundForm(
        left=left,
        ways=tuple(Choice(value, text, value == chosen) for value, text in ways),
        amount=typed.get("amount", ""),
        lines=lines,
        reason=typed.get("reason", ""),
        longest_reason=LONGEST_TEXT,
        problems=problems,
        idempotency_key=idempotency_key,
    )


def read_request(
    typed: Mapping[str, str], found: Refundable, reader: Reader
) -> tuple[dict[str, Any], Problems]:
    """What support is asked, and what is wrong with what was typed."""
    body: dict[str, Any] = {"reason": typed.get("reason", "").strip()}
    wrong = [] if body["reason"] else [Problem("reason", reader.say("Please say why."))]
    how = typed.get("how", ALL)
    if how == AMOUNT:
        amount = formats.read_amount(typed.get("amount", "").strip(), found.left.currency, reader.language)
        if amount is None or not 0 < amount.amount <= found.left.amount:
            most = reader.money(found.left)
            wrong.append(Problem("amount", reader.say("Enter an amount up to {amount}.", amount=most)))
        else:
            body["amount"] = _plain(amount)
    elif how == LINES:
        lines = [
            {"line": each.line, "quantity": quantity}
            for each in found.lines
            if (quantity := _quantity(typed.get(f"{QUANTITY}{each.line}", "")))
        ]
        left = {each.line: each.left for each in found.lines}
        if not lines or any(each["quantity"] > left[each["line"]] for each in lines):
            wrong.append(
                Problem("how", reader.say("Choose how many of which lines, and no more than there are."))
            )
        body["lines"] = lines
    return body, Problems(tuple(wrong))


def _plain(amount: Amount) -> dict[str, Any]:
    return {"amount": amount.amount, "currency": amount.currency}


def _quantity(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else 0


def _line(one: RefundRequest, action: str, reader: Reader, *, may_ask: bool) -> RequestLine:
    withdrawable = may_ask and one.status == "requested"
    return RequestLine(
        asked=reader.money(one.asked.amount),
        when=reader.day(one.requested_at),
        badge=status.badge(status.REFUND_REQUEST, one.status, reader),
        outcome=refund_outcome(one, reader),
        ticket=f"/support/{one.ticket_id}",
        withdraw=f"{action}/{one.id}/withdraw" if withdrawable else "",
    )
