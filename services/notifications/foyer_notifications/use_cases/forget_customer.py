"""Forgets what mails needed to know about a customer who is anonymised."""

from foyer_shared.storage.work import Work

from foyer_notifications.storage.announcement_marks import AnnouncementMarks
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.storage.customers import Customers
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.preferences import PreferencesOf
from foyer_notifications.storage.webhook_events import WebhookEvents


async def forget_customer(work: Work, customer_id: str, *, version: int) -> None:
    """Where mails went, what they said, and which were wanted, and what was announced to them alone; what
    waits to be sent is not. That there were some mails stays.
    """
    customers = Customers(work.session)
    known = await customers.find(work.scope, customer_id)
    if known:
        await BouncedAddresses(work.session).forget(work.scope, known.email)
    await customers.forget(work.scope, customer_id, version=version)
    await PreferencesOf(work.session).forget(work.scope, customer_id)
    await Contacts(work.session).forget(work.scope, customer_id)
    await Messages(work.session).forget(work.scope, customer_id)
    await Announcements(work.session).forget(work.scope, customer_id)
    await AnnouncementMarks(work.session).forget(work.scope, customer_id)
    await WebhookEvents(work.session).forget(work.scope, customer_id)
