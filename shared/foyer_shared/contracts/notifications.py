"""What notifications tells: what became of messages, and which of them a customer wants."""

from foyer_shared.contracts.envelope import Event

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


class PreferencesChanged(Event, type="preferences.changed", owner=OWNER):
    """A customer switched the messages of a category off, or on again."""

    customer_id: str
    category: str
    on: bool
    off: tuple[str, ...]
    """All the categories that are off now."""
