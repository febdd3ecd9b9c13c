"""Reads tickets with all that was written on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.storage.work import Work

from foyer_support.domain.attachment import Attachment
from foyer_support.domain.ticket import Reply, Step, Ticket
from foyer_support.storage.attachments import Attachments
from foyer_support.storage.names import Names, names_on
from foyer_support.storage.tickets import Tickets


@dataclass(frozen=True, slots=True)
class WholeTicket:
    """A ticket, its replies, steps and files in order, and what its two sides are called."""

    ticket: Ticket
    replies: list[Reply]
    steps: list[Step]
    attachments: list[Attachment]
    names: Names


async def read_tickets(work: Work, tickets: Sequence[Ticket]) -> list[WholeTicket]:
    """Of one customer, in their order and in as many queries for one as for many."""
    if not tickets:
        return []
    stored = Tickets(work.session)
    ids = [ticket.id for ticket in tickets]
    replies, steps = await stored.replies(ids), await stored.steps(ids)
    files = await Attachments(work.session).on(ids)
    names = await names_on(work.session, tickets[0])
    return [
        WholeTicket(
            ticket,
            replies.get(ticket.id, []),
            steps.get(ticket.id, []),
            files.get(ticket.id, []),
            names,
        )
        for ticket in tickets
    ]
