"""A ticket in the words of the events that tell of it."""

from foyer_shared.contracts.support import TicketData

from foyer_support.domain.ticket import Ticket


def ticket_data(ticket: Ticket) -> TicketData:
    """The ticket after the change."""
    return TicketData(
        ticket_id=ticket.id,
        number=ticket.number,
        customer_id=ticket.customer_id,
        subject=ticket.subject,
        category=ticket.category,
        status=ticket.status.value,
        subscription_id=ticket.links.subscription_id,
        change_id=ticket.cancellation and ticket.cancellation.change_id,
        plan_id=ticket.plan and ticket.plan.plan_id,
    )
