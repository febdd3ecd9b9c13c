"""A contact person who is none any more."""

from foyer_shared.contracts.notifications import ContactRemoved
from foyer_shared.storage.work import Work

from foyer_notifications.domain.contact import Contact
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.use_cases.contact_data import contact_data
from foyer_notifications.use_cases.lock_contact import lock_contact


async def remove_contact(work: Work, contact_id: str) -> Contact:
    """As they were; no copies go to them, and their link works no more. Raises ContactNotFound."""
    contact, _ = await lock_contact(work, contact_id)
    await Contacts(work.session).remove(contact)
    work.announce(
        ContactRemoved(contact=contact_data(contact)),
        subject=contact.id,
        version=contact.version + 1,
        customer_id=contact.customer_id,
    )
    return contact
