"""What became of a request for a payment plan resolves its ticket."""

from foyer_shared.contracts.support import TicketStatusChanged
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Outcome, settled
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.ticket_data import ticket_data


async def resolve_plan_ticket(work: Work, ticket: Ticket, outcome: Outcome) -> None:
    """A locked ticket that is not resolved."""
    resolved, step = settled(ticket, outcome)
    await Tickets(work.session).save(resolved, step)
    work.announce(
        TicketStatusChanged(ticket=ticket_data(resolved), before=ticket.status.value, by=Side.STAFF.value),
        subject=resolved.id,
        version=resolved.version,
        customer_id=resolved.customer_id,
    )
