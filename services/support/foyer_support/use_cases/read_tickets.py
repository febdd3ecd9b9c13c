"""Reads tickets with all that was written on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.storage.work import Work

from foyer_support.domain.attachment import Attachment
from foyer_support.domain.refund_request import RefundRequest
from foyer_support.domain.ticket import Reply, Step, Ticket
from foyer_support.storage.attachments import Attachments
from foyer_support.storage.names import Names, names_on
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.storage.tickets import Tickets


@dataclass(frozen=True, slots=True)
class WholeTicket:
    """A ticket, its replies, steps and files in order, what its two sides are called, and the refund request
    that opened it.
    """

    ticket: Ticket
    replies: list[Reply]
    steps: list[Step]
    attachments: list[Attachment]
    names: Names
    refund_request: RefundRequest | None


async def read_tickets(work: Work, tickets: Sequence[Ticket]) -> list[WholeTicket]:
    """Of one customer, in their order and in as many queries for one as for many."""
    if not tickets:
        return []
    stored = Tickets(work.session)
    ids = [ticket.id for ticket in tickets]
    replies, steps = await stored.replies(ids), await stored.steps(ids)
    files = await Attachments(work.session).on(ids)
    names = await names_on(work.session, tickets[0])
    requests = await RefundRequests(work.session).of_tickets(work.scope, ids)
    return [
        WholeTicket(
            ticket,
            replies.get(ticket.id, []),
            steps.get(ticket.id, []),
            files.get(ticket.id, []),
            names,
            requests.get(ticket.id),
        )
        for ticket in tickets
    ]
