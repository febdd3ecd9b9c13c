"""What becomes of a refund request moves its ticket."""

from foyer_shared.contracts.support import TicketStatusChanged
from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import RefundRequest
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.status_change import with_status
from foyer_support.domain.ticket import Step
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.ticket_data import ticket_data


async def move_refund_ticket(
    work: Work, request: RefundRequest, status: Status, *, cause: str, by: Side
) -> None:
    """A step of its history names the cause. One that somebody has resolved by hand stays so."""
    tickets = Tickets(work.session)
    before = await tickets.get_for_update(work.scope, request.ticket_id)
    if before.status in (status, Status.RESOLVED):
        return
    # It is moved by its process, which no side's limits hold for.
    ticket = with_status(before, status, Side.STAFF, now=work.now)
    await tickets.save(ticket, Step(ticket.status, cause, work.actor, work.now))
    work.announce(
        TicketStatusChanged(ticket=ticket_data(ticket), before=before.status.value, by=by.value),
        subject=ticket.id,
        version=ticket.version,
        customer_id=ticket.customer_id,
    )
