"""Reads refund requests from a terminal, and decides on them."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

import typer
from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work
from foyer_support.domain.refund_refusals import RefundRequestNotFound
from foyer_support.domain.refund_request import UNSETTLED, RefundRequest, RefundStatus
from foyer_support.domain.refundable import LineToRefund, Portion
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.approve_refund_request import approve_refund_request
from foyer_support.use_cases.decline_refund_request import decline_refund_request

from foyer_operator.commands.tickets import named_ticket
from foyer_operator.on_businesses import AsJson, OfBusiness, in_each, on_the_one
from foyer_operator.output import print_json, print_records, say
from foyer_operator.system import CannotOperate

app = typer.Typer(help="Refund requests: list, show, approve, decline.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="The number of its ticket, such as T-1001, or its id.")]

_LINE = re.compile(r"([1-9]\d{0,5})(?:x([1-9]\d{0,8}))?")


@app.command("list")
def list_requests(
    business: OfBusiness = None,
    status: Annotated[RefundStatus | None, typer.Option(help="[default: all that are not settled]")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each business and status.")] = 50,
    as_json: AsJson = False,
) -> None:
    """The newest first."""

    async def read(work: Work) -> list[RefundRequest]:
        found = []
        for each in [status] if status else UNSETTLED:
            found += await RefundRequests(work.session).list_page(work.scope, limit=limit, status=each)
        return found

    found = in_each("support", business, read)
    found.sort(key=lambda request: request.requested_at, reverse=True)
    print_records(
        [_line(request) for request in found], as_json=as_json, when_empty="There are no refund requests."
    )


@app.command()
def show(which: Which, business: OfBusiness = None, as_json: AsJson = False) -> None:
    """Why it was asked, what was decided, and what became of it."""

    async def read(_: Work, request: RefundRequest) -> RefundRequest:
        return request

    request: RefundRequest = _on(which, business, read)
    record = _line(request) | _more(request)
    if as_json:
        print_json(record)
        return
    print_records(
        [{"what": name.replace("_", " "), "is": value} for name, value in record.items()],
        as_json=False,
        when_empty="",
    )


@app.command()
def approve(
    which: Which,
    amount: Annotated[str | None, typer.Option(help="Only so much of it, with tax, as 12.50.")] = None,
    lines: Annotated[
        str | None, typer.Option(help="Only these lines of the invoice: 1,3x2 is all of 1 and two of 3.")
    ] = None,
    business: OfBusiness = None,
) -> None:
    """Give back what was asked, or a part: the money is on its way then."""
    wanted = _lines(lines) if lines is not None else []

    async def do(work: Work, request: RefundRequest) -> RefundRequest:
        currency = request.asked.amount.currency
        money = None if amount is None else _money(amount, currency)
        return await approve_refund_request(work, request.id, amount=money, lines=wanted)

    request: RefundRequest = _on(which, business, do)
    say(f"{which} is approved: {_portion(request.approved)}.")


@app.command()
def decline(
    which: Which,
    reason: Annotated[str, typer.Argument(help="Which the customer reads.")],
    business: OfBusiness = None,
) -> None:
    """Give nothing back; its ticket is answered with the reason and resolved."""

    async def do(work: Work, request: RefundRequest) -> None:
        await decline_refund_request(work, request.id, reason=reason)

    _on(which, business, do)
    say(f"{which} is declined.")


def _on(which: str, business: str | None, do: Callable[[Work, RefundRequest], Awaitable[Any]]) -> Any:
    """Do something with the request of this ticket's number or of this id, in one transaction."""
    return on_the_one("support", which, business, lambda work: _named(work, which), do)


async def _named(work: Work, which: str) -> list[RefundRequest]:
    requests = RefundRequests(work.session)
    if which.startswith("rrq_"):
        try:
            return [await requests.get(work.scope, which)]
        except RefundRequestNotFound:
            return []
    tickets = [ticket.id for ticket in await named_ticket(work, which)]
    return list((await requests.of_tickets(work.scope, tickets)).values())


def _money(text: str, currency: str) -> Money:
    digits = decimals(currency)
    whole, _, part = text.partition(".")
    if not re.fullmatch(r"\d{1,12}", whole) or not re.fullmatch(rf"\d{{0,{digits}}}", part):
        raise CannotOperate(f"--amount: {text!r} is no amount in {currency}.")
    return Money(int(whole + part.ljust(digits, "0")), currency)


def _lines(text: str) -> Sequence[LineToRefund]:
    found = [_LINE.fullmatch(each.strip()) for each in text.split(",")]
    if None in found:
        raise CannotOperate(f"--lines: {text!r} names no lines; write 1,3x2.")
    return [LineToRefund(int(each[1]), int(each[2]) if each[2] else None) for each in found if each]


def _text(money: Money) -> str:
    digits = decimals(money.currency)
    return f"{money.amount / 10**digits:.{digits}f} {money.currency}"


def _portion(portion: Portion | None) -> str | None:
    if portion is None:
        return None
    lines = ", ".join(f"{each.quantity} of line {each.line}" for each in portion.lines)
    return _text(portion.amount) + (f" ({lines})" if lines else "")


def _line(request: RefundRequest) -> dict[str, Any]:
    return {
        "ticket": request.ticket_number,
        "id": request.id,
        "business_id": request.business_id,
        "customer_id": request.customer_id,
        "invoice": request.invoice_number,
        "status": str(request.status),
        "asked": _portion(request.asked),
        "approved": _portion(request.approved),
        "requested_at": request.requested_at,
    }


def _more(request: RefundRequest) -> dict[str, Any]:
    given = request.given_back
    return {
        "reason": request.reason,
        "decided_at": request.decided_at,
        "declined_because": request.declined_because,
        "refused_because": request.refused_because,
        "credit_note": given.credit_note_number if given else None,
        "refunded": _text(given.refunded) if given else None,
        "to_balance": _text(given.to_balance) if given else None,
        "refunds": sorted(given.refunds) if given else [],
    }
