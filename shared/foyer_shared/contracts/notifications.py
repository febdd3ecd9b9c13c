"""What notifications tells: what became of messages, which a customer wants, who gets copies, what businesses
announce.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.envelope import Contract, Event

OWNER = "notifications"


class MessageSent(Event, type="message.sent", owner=OWNER, public=False):
    """The mail server took the message."""

    message_id: str
    message: str
    """Its key in the message catalogue, such as `subscription_paused`."""


class MessageFailed(Event, type="message.failed", owner=OWNER, public=False):
    """The message was given up."""

    message_id: str
    message: str
    reason: str


class MessageBounced(Event, type="message.bounced", owner=OWNER, public=False):
    """The message came back, or its address was refused."""

    message_id: str
    message: str
    reason: str


class MessageUncertain(Event, type="message.uncertain", owner=OWNER, public=False):
    """The mail server had all of the message and did not answer; it is not tried any more."""

    message_id: str
    message: str
    reason: str


class PreferencesChanged(Event, type="preferences.changed", owner=OWNER):
    """A customer switched the messages of a category off, or on again."""

    customer_id: str
    category: str
    on: bool
    off: tuple[str, ...]
    """All the categories that are off now."""


class ContactData(Contract):
    """A contact person after the change that the event tells."""

    contact_id: str
    customer_id: str
    name: str
    email: str
    phone: str | None
    role: str | None
    """What they are at the customer's."""
    billing: bool
    """Whether they get invoices, receipts and reminders in copy."""
    account: bool
    """Whether they get what is about subscriptions, orders and support in copy."""
    status: Literal["pending", "confirmed", "declined"]


class ContactAdded(Event, type="contact.added", owner=OWNER):
    """Somebody is to get mails in copy; they have been asked."""

    contact: ContactData


class ContactUpdated(Event, type="contact.updated", owner=OWNER):
    """Something about them changed, or they want no copies any more."""

    contact: ContactData


class ContactConfirmed(Event, type="contact.confirmed", owner=OWNER):
    """They said yes: mails go to them in copy from now on."""

    contact: ContactData


class ContactRemoved(Event, type="contact.removed", owner=OWNER):
    """They are no contact person any more."""

    contact: ContactData


class AnnouncementWordsData(Contract):
    """What an announcement says in one language; the text is Markdown."""

    title: str
    text: str


class AnnouncementData(Contract):
    """An announcement after the change that the event tells; without product and customer it is for all."""

    announcement_id: str
    level: Literal["info", "warning", "alert"]
    title: str
    text: str
    translations: Mapping[str, AnnouncementWordsData] = {}
    """The same words by language."""
    product_id: str | None = None
    customer_id: str | None = None
    shown_from: AwareDatetime
    shown_until: AwareDatetime | None = None
    dismissible: bool


class AnnouncementPublished(Event, type="announcement.published", owner=OWNER):
    """Customers see it from now on."""

    announcement: AnnouncementData


class AnnouncementUpdated(Event, type="announcement.updated", owner=OWNER):
    """The business changed it, whether customers see it yet or not."""

    announcement: AnnouncementData


class AnnouncementWithdrawn(Event, type="announcement.withdrawn", owner=OWNER):
    """Customers see it no more: the business took it away, or its time is over."""

    announcement: AnnouncementData
    because: Literal["removed", "over"]


class WebhookEndpointStopped(Event, type="webhook_endpoint.stopped", owner=OWNER):
    """Nothing is sent to an endpoint any more: its server said 410, or it failed for five days."""

    webhook_endpoint_id: str
    url: str
    because: Literal["gone", "failing"]
