"""A contact person that is about to change, beside the customer's others."""

from foyer_shared.storage.work import Work

from foyer_notifications.domain.contact import Contact
from foyer_notifications.domain.errors import ContactNotFound
from foyer_notifications.storage.contacts import Contacts


async def lock_contact(work: Work, contact_id: str) -> tuple[Contact, list[Contact]]:
    """Them, and all of the customer's, none of whom others change until the transaction ends.

    Raises ContactNotFound.
    """
    contacts = Contacts(work.session)
    found = await contacts.get(work.scope, contact_id)
    beside = await contacts.of_customer(work.scope, found.customer_id, lock=True)
    contact = next((one for one in beside if one.id == contact_id), None)
    if contact is None:
        raise ContactNotFound("There is no such contact person.")
    return contact, beside
