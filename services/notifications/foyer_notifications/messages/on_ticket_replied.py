"""There is an answer; only the business's own is told to the customer."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketReplied
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import TICKET_REPLIED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_ticket_replied(work: Work, event: TicketReplied, envelope: Envelope) -> None:
    if event.by == "customer":
        return
    await queue_message(
        work,
        TICKET_REPLIED,
        customer_id=event.ticket.customer_id,
        event_id=envelope.id,
        page=f"/support/{event.ticket.ticket_id}",
        ticket_id=event.ticket.ticket_id,
        values={
            "number": event.ticket.number,
            "topic": event.ticket.subject,
            "answer": event.text,
        },
    )
