"""Other details of a contact person."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.notifications import ContactUpdated
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.contact import Contact, ContactDetails, changed
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.use_cases.contact_data import contact_data
from foyer_notifications.use_cases.lock_contact import lock_contact
from foyer_notifications.use_cases.send_contact_link import send_contact_link


async def change_contact(work: Work, seal: Seal, contact_id: str, details: ContactDetails) -> Contact:
    """A new address is asked by a link first.

    Raises ContactNotFound, ContactAlreadyThere, what `ContactDetails.checked` raises.
    """
    contact, beside = await lock_contact(work, contact_id)
    after, token = changed(contact, details, beside=beside, real=real_now())
    await Contacts(work.session).save(after)
    if token:
        await send_contact_link(work, seal, after, token)
    work.announce(
        ContactUpdated(contact=contact_data(after)),
        subject=after.id,
        version=after.version,
        customer_id=after.customer_id,
    )
    return after
