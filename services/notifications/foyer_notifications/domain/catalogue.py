"""The message catalogue: every message there is, what causes it, and whether it can be switched off."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a message is about; optional ones are switched by category."""

    SECURITY = "security"
    SUBSCRIPTIONS = "subscriptions"
    ORDERS = "orders"
    REMINDERS = "reminders"
    SUPPORT = "support"


class Recipient(StrEnum):
    """Who gets it."""

    LOGIN = "login"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One line of the catalogue. `event` is the type that causes it, None when a service asks for it.

    Mandatory: receipts of declarations, and security. Confidential: the words are sealed until they are sent,
    and never kept after.
    """

    key: str
    event: str | None
    category: Category
    mandatory: bool
    recipient: Recipient = Recipient.CUSTOMER
    confidential: bool = False


SIGN_IN_CODE = MessageKind(
    "sign_in_code", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
SUBSCRIPTION_ACTIVATED = MessageKind(
    "subscription_activated", "subscription.activated", Category.SUBSCRIPTIONS, mandatory=False
)
SUBSCRIPTION_PAUSE_SCHEDULED = MessageKind(
    "subscription_pause_scheduled", "subscription.pause_scheduled", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PAUSE_WITHDRAWN = MessageKind(
    "subscription_pause_withdrawn", "subscription.pause_withdrawn", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PAUSED = MessageKind(
    "subscription_paused", "subscription.paused", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_RESUMED = MessageKind(
    "subscription_resumed", "subscription.resumed", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PAST_DUE = MessageKind(
    "subscription_past_due", "subscription.past_due", Category.REMINDERS, mandatory=False
)
ORDER_PLACED = MessageKind("order_placed", "order.placed", Category.ORDERS, mandatory=False)
INVOICE_OVERDUE = MessageKind("invoice_overdue", "invoice.overdue", Category.REMINDERS, mandatory=False)
TICKET_OPENED = MessageKind("ticket_opened", "ticket.opened", Category.SUPPORT, mandatory=False)
TICKET_REPLIED = MessageKind("ticket_replied", "ticket.replied", Category.SUPPORT, mandatory=False)

CATALOGUE = {
    kind.key: kind
    for kind in (
        SIGN_IN_CODE,
        SUBSCRIPTION_ACTIVATED,
        SUBSCRIPTION_PAUSE_SCHEDULED,
        SUBSCRIPTION_PAUSE_WITHDRAWN,
        SUBSCRIPTION_PAUSED,
        SUBSCRIPTION_RESUMED,
        SUBSCRIPTION_PAST_DUE,
        ORDER_PLACED,
        INVOICE_OVERDUE,
        TICKET_OPENED,
        TICKET_REPLIED,
    )
}

NO_MESSAGE = {
    "business.created": "Kept as a copy: brand, language, zone, and whether its mail is held.",
    "business.updated": "Kept as a copy.",
    "customer.created": "Kept as a copy: name, address and language. The business does the welcoming.",
    "customer.updated": "Kept as a copy.",
    "product.created": "Concerns no customer yet.",
    "product.updated": "Concerns no customer by itself.",
    "price.created": "Concerns no customer yet.",
    "subscription.created": "The business makes it and does the welcoming; what follows has messages.",
    "subscription.recovered": "The payment that ended the arrears is known to whoever paid it.",
    "order.paid": "Told with the payment; the order's confirmation already names its invoice.",
    "invoice.finalized": "The order that made it has its confirmation, which links to the invoice.",
    "invoice.balance_changed": "Part of it was paid; the invoice's page shows what is open.",
    "invoice.paid": "The receipt of a payment is a document, and goes out with that document.",
    "payment_method.added": "The business adds methods for its customers and agrees that with them.",
    "payment_method.default_changed": "Comes with a change the customer or the business has just made.",
    "mandate.activated": "The customer holds the signed mandate.",
    "login.signed_in": "Told by the history page; the code's own mail was the notice.",
    "message.sent": "About a message.",
    "message.failed": "About a message; another one would fail the same way.",
}
"""Event types that cause no message, each with the reason."""
