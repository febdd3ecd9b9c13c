"""A collection case went to its next stage, or to others."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CollectionCaseAdvanced
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import COLLECTION_CASE_ADVANCED
from foyer_notifications.messages.collection_words import case_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_collection_case_advanced(work: Work, event: CollectionCaseAdvanced, envelope: Envelope) -> None:
    await queue_message(
        work,
        COLLECTION_CASE_ADVANCED,
        customer_id=event.case.customer_id,
        event_id=envelope.id,
        page=f"/collection-cases/{event.case.case_id}",
        values=case_words(event.case),
    )
