"""Somebody closes, resolves, reopens or takes up a ticket by hand."""

from foyer_shared.contracts.support import TicketStatusChanged
from foyer_shared.storage.work import Work

from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.status_change import BY_HAND, with_status
from foyer_support.domain.ticket import Step, Ticket
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.ticket_data import ticket_data


async def change_status(work: Work, ticket_id: str, status: Status, *, by: Side) -> Ticket:
    """Nothing happens to a ticket that is in this state already.

    Raises TicketNotFound, MoveNotPossible, ResolvedByItsProcess, ResolvedTooLongAgo.
    """
    tickets = Tickets(work.session)
    before = await tickets.get_for_update(work.scope, ticket_id)
    if before.status is status:
        return before
    ticket = with_status(before, status, by, now=work.now)
    await tickets.save(ticket, Step(ticket.status, BY_HAND[by], work.actor, work.now))
    work.announce(
        TicketStatusChanged(ticket=ticket_data(ticket), before=before.status.value, by=by.value),
        subject=ticket.id,
        version=ticket.version,
        customer_id=ticket.customer_id,
    )
    return ticket
