"""Staff found nothing that a declaration could be about."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import DeclarationRejected
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import DECLARATION_REJECTED
from foyer_notifications.use_cases.queue_for_visitor import queue_for_visitor


async def on_declaration_rejected(work: Work, event: DeclarationRejected, envelope: Envelope) -> None:
    await queue_for_visitor(
        work,
        DECLARATION_REJECTED,
        to=event.receipt_to,
        language=event.language,
        event_id=envelope.id,
        values=event.model_dump(include={"number", "kind", "received_at", "reason"}),
    )
