"""A contact person said yes."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.notifications import ContactConfirmed
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_contact import keep_contact


async def on_contact_confirmed(work: Work, event: ContactConfirmed, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_contact(work, event.contact, version=envelope.subjectversion)
