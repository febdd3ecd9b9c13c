"""The message centre: what we mailed, what became of it, and the copy."""

from dataclasses import dataclass
from urllib.parse import urlencode

from foyer_portal_bff.gateways.models.notifications import Message, MessageCopy
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.views import status
from foyer_portal_bff.views.announcements import AnnouncementLine
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.paging import More, more
from foyer_portal_bff.views.preferences import CATEGORIES, category_title
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Badge, mark

ADDRESS = "/notifications"

DELIVERIES = (
    ("", mark("All")),
    ("sent", mark("Sent")),
    ("under_way", mark("On its way")),
    ("not_sent", mark("Not delivered")),
)
"""The links above the list."""

_WAITS = mark("We are sending it. If your mail server does not take it, we try again for two days.")
_BECAME = {
    "queued": _WAITS,
    "sending": _WAITS,
    "failed": mark("We could not deliver this mail. Please check your address."),
    "bounced": mark("Your mail server sent this mail back to us. Please check your address."),
    "uncertain": mark("Your mail server took this mail, and then did not say whether it keeps it."),
}
_SUPPRESSED = {
    "address_bounced": mark("We did not send this mail, for others have come back from this address."),
    "switched_off": mark("We did not send this mail, for you have switched such mails off in the settings."),
}


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What the list is narrowed to; "" for what it is not. What is offered nowhere narrows nothing."""

    delivery: str = ""
    about: str = ""

    def asked(self) -> dict[str, str]:
        """The same for notifications."""
        named = {"delivery": self.delivery, "category": self.about}
        return {name: value for name, value in named.items() if value}

    def address(self, delivery: str) -> str:
        """The list with another delivery."""
        kept = {name: value for name, value in (("delivery", delivery), ("about", self.about)) if value}
        return f"{ADDRESS}?{urlencode(kept)}" if kept else ADDRESS


@dataclass(frozen=True, slots=True)
class DeliveryLink:
    """One of the links above the list."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message in the list."""

    href: str
    subject: str
    remark: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """The list."""

    announcements: tuple[AnnouncementLine, ...] | None
    """None where the list is narrowed or goes on, and where there never are any."""
    filter: MessageFilter
    deliveries: tuple[DeliveryLink, ...]
    about: tuple[Choice, ...]
    bounced: str
    """The address that mail came back from, so that nothing is sent there."""
    messages: tuple[MessageLine, ...]
    more: More | None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message. Its HTML is shown in a frame of its own, in which no script can run."""

    subject: str
    badge: Badge
    became: str
    to: str
    about: str
    happened: str
    sent: str
    text: str
    html_href: str
    confidential: bool


def chosen_filter(delivery: str, about: str) -> MessageFilter:
    """What an address asks for."""
    return MessageFilter(
        delivery=delivery if delivery in dict(DELIVERIES) else "", about=about if about in CATEGORIES else ""
    )


def messages_page(
    found: PageOf[Message],
    reader: Reader,
    *,
    chosen: MessageFilter,
    bounced: str,
    announcements: tuple[AnnouncementLine, ...] | None,
) -> MessagesPage:
    """Newest first."""
    everything = Choice("", reader.say("Everything"), chosen=not chosen.about)
    return MessagesPage(
        announcements=announcements,
        filter=chosen,
        deliveries=tuple(
            DeliveryLink(reader.say(text), chosen.address(value), current=value == chosen.delivery)
            for value, text in DELIVERIES
        ),
        about=(
            everything,
            *(Choice(name, category_title(name, reader), chosen=name == chosen.about) for name in CATEGORIES),
        ),
        bounced=bounced,
        messages=tuple(
            MessageLine(
                href=f"{ADDRESS}/{message.id}",
                subject=message.subject,
                remark=f"{category_title(message.category, reader)} · {reader.day(message.at)}",
                badge=status.badge(status.MESSAGE, message.state, reader),
            )
            for message in found.data
        ),
        more=more(ADDRESS, found.next_cursor, delivery=chosen.delivery, about=chosen.about),
    )


def message_page(message: MessageCopy, reader: Reader) -> MessagePage:
    """One of them, with what became of it in a sentence."""
    said = _SUPPRESSED.get(message.suppressed_because or "") or _BECAME.get(message.state)
    return MessagePage(
        subject=message.subject,
        badge=status.badge(status.MESSAGE, message.state, reader),
        became=reader.say(said) if said else "",
        to=message.to,
        about=category_title(message.category, reader),
        happened=reader.day_and_clock(message.at),
        sent=reader.day_and_clock(message.sent_at) if message.sent_at else "",
        text=message.text,
        html_href=f"{ADDRESS}/{message.id}/html" if message.html else "",
        confidential=message.confidential,
    )
