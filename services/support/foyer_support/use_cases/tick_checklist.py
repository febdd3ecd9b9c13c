"""Staff have seen to something that ends with a subscription, or not yet after all."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_support.domain.cancellation import ticked
from foyer_support.storage.tickets import Tickets


async def tick_checklist(work: Work, ticket_id: str, position: int, *, done: bool) -> None:
    """Raises TicketNotFound, ChecklistItemNotFound. It is staff's own note: nobody is told."""
    tickets = Tickets(work.session)
    ticket = await tickets.get_for_update(work.scope, ticket_id)
    await tickets.save_checklist(
        replace(ticket, cancellation=ticked(ticket.cancellation, position, done=done))
    )
