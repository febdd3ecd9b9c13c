"""Reads, answers and resolves tickets from a terminal."""

import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.storage.businesses import Businesses
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Actor, Origin, Scope
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

from foyer_operator.output import print_json, print_records, say
from foyer_operator.system import CannotOperate, System, on_the_system

app = typer.Typer(help="Tickets: list, show, answer, note, resolve.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="Its number, such as T-1001, or its id.")]
Words = Annotated[str, typer.Argument(help="In Markdown; - reads them from the standard input.")]
OfBusiness = Annotated[str | None, typer.Option("--business", help="This business's alone, by its id.")]
AsJson = Annotated[bool, typer.Option("--json", help="For scripts.")]


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

    async def read(system: System) -> list[Ticket]:
        found = []
        for one in await _businesses(system, business):
            async with system.database("support") as database, database.work(_origin(one)) as work:
                for each in wanted:
                    chosen = TicketFilter(status=each, text=text)
                    found += await Tickets(work.session).list_page(work.scope, limit=limit, chosen=chosen)
        return sorted(found, key=lambda ticket: ticket.opened_at, reverse=True)

    print_records(
        [_line(ticket) for ticket in on_the_system(read)], as_json=as_json, when_empty="There are no tickets."
    )


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

    async def find_and_do(system: System) -> Any:
        async with system.database("support") as database:
            found = []
            for one in await _businesses(system, business):
                async with database.work(_origin(one)) as work:
                    found += [(one, ticket) for ticket in await _named(work, which)]
            if len(found) != 1:
                several = (
                    "Several businesses have it: name one by --business." if found else "It is not there."
                )
                raise CannotOperate(f"{which}: {several}")
            [(one, ticket)] = found
            async with database.work(_origin(one)) as work:
                return await do(work, ticket)

    try:
        return on_the_system(find_and_do)
    except FoyerError as refusal:
        raise CannotOperate(f"{which}: {refusal}") from refusal


async def _named(work: Work, which: str) -> list[Ticket]:
    field = "id" if which.startswith("tkt_") else "number"
    return await Tickets(work.session).list_page(work.scope, limit=1, chosen=TicketFilter(**{field: which}))


async def _businesses(system: System, only: str | None) -> list[Business]:
    async with system.database("portal-bff") as portal, portal.session() as session:
        found = await Businesses(session).list_for_everyone()
    chosen = [business for business in found if only in {None, business.id}]
    if only and not chosen:
        raise CannotOperate(f"There is no business {only!r}.")
    return chosen


def _origin(business: Business) -> Origin:
    return Origin(Scope(business.id), Actor.system("operator"), business.now(real_now()))


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
