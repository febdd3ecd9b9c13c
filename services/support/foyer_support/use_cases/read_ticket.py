"""Reads a ticket with all that was written on it."""

from foyer_shared.storage.work import Work

from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.read_tickets import WholeTicket, read_tickets


async def read_ticket(work: Work, ticket_id: str) -> WholeTicket:
    """Raises TicketNotFound."""
    (whole,) = await read_tickets(work, [await Tickets(work.session).get(work.scope, ticket_id)])
    return whole
