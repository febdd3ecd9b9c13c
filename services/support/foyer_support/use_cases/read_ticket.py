"""Reads a ticket with all that was written on it."""

from dataclasses import dataclass

from foyer_shared.storage.work import Work

from foyer_support.domain.ticket import Reply, Step, Ticket
from foyer_support.storage.names import Names, names_on
from foyer_support.storage.tickets import Tickets


@dataclass(frozen=True, slots=True)
class WholeTicket:
    """A ticket, its replies and its steps in order, and what its two sides are called."""

    ticket: Ticket
    replies: list[Reply]
    steps: list[Step]
    names: Names


async def read_ticket(work: Work, ticket_id: str) -> WholeTicket:
    """Raises TicketNotFound."""
    tickets = Tickets(work.session)
    ticket = await tickets.get(work.scope, ticket_id)
    return WholeTicket(
        ticket=ticket,
        replies=await tickets.replies(ticket),
        steps=await tickets.steps(ticket),
        names=await names_on(work.session, ticket),
    )
