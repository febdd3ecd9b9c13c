"""A customer names somebody who is to get mails in copy."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.notifications import ContactAdded
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.contact import Contact, ContactDetails, new_contact
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.use_cases.contact_data import contact_data
from foyer_notifications.use_cases.send_contact_link import send_contact_link


async def add_contact(work: Work, seal: Seal, customer_id: str, details: ContactDetails) -> Contact:
    """They are asked by a link; nothing goes to them before they say yes.

    Raises TooManyContacts, ContactAlreadyThere, what `ContactDetails.checked` raises, CustomerNotKnownYet.
    """
    contacts = Contacts(work.session)
    beside = await contacts.of_customer(work.scope, customer_id, lock=True)
    contact, token = new_contact(
        work.scope.business_id, customer_id, details, beside=beside, now=work.now, real=real_now()
    )
    await contacts.add(contact)
    await send_contact_link(work, seal, contact, token)
    work.announce(
        ContactAdded(contact=contact_data(contact)),
        subject=contact.id,
        version=contact.version,
        customer_id=customer_id,
    )
    return contact
