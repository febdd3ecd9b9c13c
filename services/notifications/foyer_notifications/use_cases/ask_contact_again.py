"""Another link for a contact person who has not answered."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.contact import Contact, asked_again
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.use_cases.lock_contact import lock_contact
from foyer_notifications.use_cases.send_contact_link import send_contact_link


async def ask_contact_again(work: Work, seal: Seal, contact_id: str) -> Contact:
    """The link before works no more.

    Raises ContactNotFound, ContactAlreadyConfirmed, ContactDeclined, ContactLinkJustSent.
    """
    contact, _ = await lock_contact(work, contact_id)
    after, token = asked_again(contact, real=real_now())
    await Contacts(work.session).save(after)
    await send_contact_link(work, seal, after, token)
    return after
