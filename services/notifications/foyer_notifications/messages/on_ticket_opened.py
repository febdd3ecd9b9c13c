"""A customer, or somebody for them, asked for something."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import TICKET_OPENED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_ticket_opened(work: Work, event: TicketOpened, envelope: Envelope) -> None:
    if event.ticket.change_id or event.declaration_id or event.ticket.plan_id:
        # A declaration has one receipt, and that of the cancellation, or of its refusal, is on its way; so is
        # what tells of a payment plan.
        return
    await queue_message(
        work,
        TICKET_OPENED,
        customer_id=event.ticket.customer_id,
        event_id=envelope.id,
        page=f"/support/{event.ticket.ticket_id}",
        ticket_id=event.ticket.ticket_id,
        values={
            "number": event.ticket.number,
            "topic": event.ticket.subject,
        },
    )
