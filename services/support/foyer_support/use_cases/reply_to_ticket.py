"""The customer or staff answers on a ticket."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketReplied
from foyer_shared.storage.work import Work

from foyer_support.domain.reply import replied, waited
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import REPLY, Reply, Step, Ticket
from foyer_support.domain.words import written
from foyer_support.gateways.answer_metrics import first_answer_seconds
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.attach_files import attach_files
from foyer_support.use_cases.ticket_data import ticket_data


async def reply_to_ticket(
    work: Work, ticket_id: str, *, by: Side, text: str, attachment_ids: Sequence[str] = ()
) -> Ticket:
    """Raises TicketNotFound, TextMalformed, ResolvedTooLongAgo, TooManyAttachments, AttachmentNotFound."""
    tickets = Tickets(work.session)
    before = await tickets.get_for_update(work.scope, ticket_id)
    reply = Reply(id=new_id("rpl"), by=by, actor=work.actor, text=written(text), at=work.now)
    ticket = replied(before, by, now=work.now)
    await tickets.add_reply(ticket, reply)
    await attach_files(work, ticket, attachment_ids, by=by, reply_id=reply.id)
    moved = ticket.status is not before.status
    await tickets.save(ticket, Step(ticket.status, REPLY, work.actor, work.now) if moved else None)
    if (time := waited(before, ticket)) is not None:
        first_answer_seconds.labels(ticket.category).observe(time.total_seconds())
    work.announce(
        TicketReplied(ticket=ticket_data(ticket), reply_id=reply.id, by=by.value, text=reply.text),
        subject=ticket.id,
        version=ticket.version,
        customer_id=ticket.customer_id,
    )
    return ticket
