"""What the portal reads from notifications."""

from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field

from foyer_portal_bff.gateways.models.tolerant import Tolerant


def _one_line(addresses: str | list[str]) -> str:
    return addresses if isinstance(addresses, str) else ", ".join(addresses)


class Message(Tolerant):
    """A message that was, or will be, sent; `message` is its key in the message catalogue."""

    id: str
    message: str
    category: str
    subject: str
    to: str
    state: str
    suppressed_because: str | None
    at: AwareDatetime
    sent_at: AwareDatetime | None


class MessageCopy(Message):
    """The exact copy, in both forms; of a confidential one there is only what may be kept."""

    text: str
    html: str
    confidential: bool


class MessageCategory(Tolerant):
    """A category of messages, and its switch."""

    category: str
    on: bool
    can_be_switched: bool


class Preferences(Tolerant):
    """What a customer wants to be mailed about."""

    categories: tuple[MessageCategory, ...]


class UnsubscribeLink(Tolerant):
    """Which mails a link is about."""

    category: str


class Contact(Tolerant):
    """A contact person: who else gets mails in copy, once they are `confirmed`."""

    id: str
    name: str
    email: str
    phone: str | None = None
    role: str | None = None
    billing: bool
    account: bool
    status: str


class Contacts(Tolerant):
    """All of a customer's, by name; there are ten at most."""

    data: tuple[Contact, ...]


class InvoiceLink(Tolerant):
    """Whose invoice a link without signing in is about, and which."""

    customer_id: str
    invoice_id: str


class ContactLink(Tolerant):
    """Whose link a contact person has opened, and what they have said so far."""

    customer: str
    name: str
    billing: bool
    account: bool
    status: str


class AnnouncementWords(Tolerant):
    """What an announcement says in one language; `text` is Markdown."""

    title: str
    text: str


class ShownAnnouncement(AnnouncementWords):
    """An announcement that the customer sees now; its own words are for whoever finds no better
    `translations`, by language.
    """

    id: str
    level: str
    translations: dict[str, AnnouncementWords] = Field(default_factory=dict)
    shown_from: AwareDatetime
    shown_until: AwareDatetime | None = None
    dismissible: bool


class Announcement(ShownAnnouncement):
    """As the login that asks has it."""

    read: bool
    dismissed: bool


class SeenAnnouncement(ShownAnnouncement):
    """As all logins of the customer have it, named as actors are."""

    read_by: tuple[str, ...] = ()
    dismissed_by: tuple[str, ...] = ()


class NotificationsPart(Tolerant):
    """Notifications' part of the picture."""

    message_count: int
    last_message_at: AwareDatetime | None = None
    bounced_address: str | None = None
    """The customer's address, when mail came back from it and nothing is sent there."""
    announcements: tuple[SeenAnnouncement, ...] = ()


class Mail(Tolerant):
    """A mail in the sandbox mailbox, with its text as it went out."""

    id: str
    to: Annotated[str, BeforeValidator(_one_line)]
    cc: tuple[str, ...] = ()
    subject: str
    text: str
    html: str | None = None
    links: tuple[str, ...] = ()
    code: str | None = None
    sent_at: AwareDatetime
    message: str
    unsubscribe: str | None = None
    business_id: str = ""
    message_id: str = ""
    reply_to: str | None = None
