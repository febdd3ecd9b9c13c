"""Reads, answers and resolves tickets from a terminal."""

import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer
from foyer_shared.storage.work import Work
from foyer_support.domain.side import Side
from foyer_support.domain.states import NOT_RESOLVED, Status
from foyer_support.domain.ticket import Note, Ticket
from foyer_support.storage.notes import Notes
from foyer_support.storage.tickets import Tickets
from foyer_support.storage.which_tickets import TicketFilter
from foyer_support.use_cases.add_note import add_note
from foyer_support.use_cases.change_status import change_status
from foyer_support.use_cases.read_ticket import read_ticket
from foyer_support.use_cases.read_tickets import WholeTicket
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket

from foyer_operator.on_businesses import AsJson, OfBusiness, in_each, on_the_one
from foyer_operator.output import print_json, print_records, say

app = typer.Typer(help="Tickets: list, show, answer, note, resolve.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="Its number, such as T-1001, or its id.")]
Words = Annotated[str, typer.Argument(help="In Markdown; - reads them from the standard input.")]


@app.command("list")
def list_tickets(
    business: OfBusiness = None,
    status: Annotated[Status | None, typer.Option(help="[default: all that are not resolved]")] = None,
    text: Annotated[str | None, typer.Option(help="In the number, the subject or the question.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each business.")] = 50,
    as_json: AsJson = False,
) -> None:
    """The newest first."""
    wanted = [status] if status else NOT_RESOLVED

    async def read(work: Work) -> list[Ticket]:
        found = []
        for each in wanted:
            chosen = TicketFilter(status=each, text=text)
            found += await Tickets(work.session).list_page(work.scope, limit=limit, chosen=chosen)
        return found

    found = in_each("support", business, read)
    found.sort(key=lambda ticket: ticket.opened_at, reverse=True)
    print_records([_line(ticket) for ticket in found], as_json=as_json, when_empty="There are no tickets.")


@app.command()
def show(which: Which, business: OfBusiness = None, as_json: AsJson = False) -> None:
    """What was written on it, with the notes that the customer does not see."""

    async def read(work: Work, ticket: Ticket) -> tuple[WholeTicket, list[Note]]:
        return await read_ticket(work, ticket.id), await Notes(work.session).on(work.scope, ticket.id)

    whole, notes = _on(which, business, read)
    said = [
        {"at": whole.ticket.opened_at, "by": str(whole.ticket.opened_by), "text": whole.ticket.text},
        *({"at": reply.at, "by": str(reply.by), "text": reply.text} for reply in whole.replies),
        *({"at": note.at, "by": f"note of {note.actor}", "text": note.text} for note in notes),
    ]
    said.sort(key=lambda each: each["at"])
    if as_json:
        print_json(_line(whole.ticket) | {"said": said})
        return
    ticket = whole.ticket
    say(f"{ticket.number} {ticket.subject} ({ticket.status}, {ticket.category}, {ticket.priority})")
    print_records(said, as_json=False, when_empty="")


@app.command()
def answer(which: Which, text: Words, business: OfBusiness = None) -> None:
    """Answer the customer, who gets it by mail."""

    async def do(work: Work, ticket: Ticket) -> None:
        await reply_to_ticket(work, ticket.id, by=Side.STAFF, text=_words(text))

    _on(which, business, do)
    say(f"{which} is answered.")


@app.command()
def note(which: Which, text: Words, business: OfBusiness = None) -> None:
    """Write something that the customer never sees."""

    async def do(work: Work, ticket: Ticket) -> None:
        await add_note(work, ticket.id, _words(text))

    _on(which, business, do)
    say(f"The note on {which} is kept.")


@app.command()
def resolve(which: Which, business: OfBusiness = None) -> None:
    """Nothing is left to do."""

    async def do(work: Work, ticket: Ticket) -> None:
        await change_status(work, ticket.id, Status.RESOLVED, by=Side.STAFF)

    _on(which, business, do)
    say(f"{which} is resolved.")


def _on(which: str, business: str | None, do: Callable[[Work, Ticket], Awaitable[Any]]) -> Any:
    """Do something with the ticket of this number or id, in one transaction."""
    return on_the_one("support", which, business, lambda work: named_ticket(work, which), do)


async def named_ticket(work: Work, which: str) -> list[Ticket]:
    """The one with this number or id, if the business has it."""
    field = "id" if which.startswith("tkt_") else "number"
    return await Tickets(work.session).list_page(work.scope, limit=1, chosen=TicketFilter(**{field: which}))


def _words(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _line(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "id": ticket.id,
        "business_id": ticket.business_id,
        "customer_id": ticket.customer_id,
        "subject": ticket.subject,
        "category": str(ticket.category),
        "priority": str(ticket.priority),
        "status": str(ticket.status),
        "assigned_to": ticket.assigned_to,
        "opened_at": ticket.opened_at,
    }
