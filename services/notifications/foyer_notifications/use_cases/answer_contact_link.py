"""A contact person answers the mailed link: yes, or no more."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.notifications import ContactConfirmed, ContactUpdated
from foyer_shared.storage.work import Work

from foyer_notifications.domain.contact import Contact, confirmed, declined
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.use_cases.contact_data import contact_data


async def answer_contact_link(work: Work, token: str, *, wants_copies: bool) -> Contact:
    """As they are then; the same answer twice changes nothing. Raises ContactLinkNotValid."""
    contacts = Contacts(work.session)
    contact = await contacts.of_link(work.scope, token)
    after = confirmed(contact, real=real_now()) if wants_copies else declined(contact)
    if after is contact:
        return contact
    await contacts.save(after)
    told = contact_data(after)
    work.announce(
        ContactConfirmed(contact=told) if wants_copies else ContactUpdated(contact=told),
        subject=after.id,
        version=after.version,
        customer_id=after.customer_id,
    )
    return after
