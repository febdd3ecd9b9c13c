"""Something about a contact person changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.notifications import ContactUpdated
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_contact import keep_contact


async def on_contact_updated(work: Work, event: ContactUpdated, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_contact(work, event.contact, version=envelope.subjectversion)
