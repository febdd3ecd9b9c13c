"""Somebody declared something without signing in."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import DeclarationReceived
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import DECLARATION_RECEIVED
from foyer_notifications.use_cases.queue_for_visitor import queue_for_visitor


async def on_declaration_received(work: Work, event: DeclarationReceived, envelope: Envelope) -> None:
    await queue_for_visitor(
        work,
        DECLARATION_RECEIVED,
        to=event.receipt_to,
        language=event.language,
        event_id=envelope.id,
        values=event.model_dump(exclude={"declaration_id", "receipt_to", "language"}),
    )
