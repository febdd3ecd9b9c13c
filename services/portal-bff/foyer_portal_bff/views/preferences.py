"""What is mailed: the switches of the categories of messages, and the page of a link in a mail."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.notifications import MessageCategory, Preferences
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

CATEGORIES = {
    "security": (
        mark("Security and confirmations"),
        mark("Codes to sign in, receipts of what you declare, and what the law asks us to tell you."),
    ),
    "subscriptions": (mark("Subscriptions"), mark("When a subscription begins or comes to its end.")),
    "renewals": (mark("Renewals"), mark("Before a trial ends or a long period begins again.")),
    "orders": (mark("Orders"), mark("What you ordered, and what became of it.")),
    "invoices": (mark("Invoices"), mark("New invoices and credit notes.")),
    "receipts": (mark("Receipts"), mark("Payments that have arrived, and refunds.")),
    "reminders": (mark("Reminders"), mark("Invoices that are due soon or overdue, and failed payments.")),
    "support": (mark("Support"), mark("Answers to what you asked us.")),
    "marketing": (mark("News and offers"), mark("What is new with us, and what we offer.")),
}
"""What each is called, and what it holds."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One category. `address` takes the form that switches it, "" where nobody may."""

    name: str
    title: str
    what: str
    on: bool
    address: str


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """What a link does, has done, or why it does nothing."""

    token: str
    title: str = ""
    done: str = ""
    """`off` or `on` once the form was sent."""
    problem: str = ""


def switches(preferences: Preferences, reader: Reader, *, may_switch: bool) -> tuple[Switch, ...]:
    """In the order in which notifications has them."""
    return tuple(_switch(category, reader, may_switch) for category in preferences.categories)


def category_title(name: str, reader: Reader) -> str:
    """What a category is called; one that is new here by its own name."""
    return reader.say(CATEGORIES[name][0]) if name in CATEGORIES else name


def _switch(category: MessageCategory, reader: Reader, may_switch: bool) -> Switch:
    name = category.category
    return Switch(
        name=name,
        title=category_title(name, reader),
        what=reader.say(CATEGORIES[name][1]) if name in CATEGORIES else "",
        on=category.on,
        address=f"/settings/messages/{name}" if may_switch and category.can_be_switched else "",
    )
