"""Somebody is no contact person any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.notifications import ContactRemoved
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_contact import keep_contact


async def on_contact_removed(work: Work, event: ContactRemoved, envelope: Envelope) -> None:
    """They may not answer for the customer any more."""
    await keep_contact(work, event.contact, version=envelope.subjectversion, removed=True)
