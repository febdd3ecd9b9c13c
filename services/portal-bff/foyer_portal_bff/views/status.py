"""The words and colours of every status, in one place. Colour is never the only signal: each has its text."""

from dataclasses import dataclass
from typing import Literal

from foyer_portal_bff.views.reader import Reader

Tone = Literal["good", "warn", "bad", "calm", "info"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as it is shown: the CSS class of its colour and its text."""

    tone: Tone
    text: str


def mark(text: str) -> str:
    """Marks a text of a table for translation; it is translated when it is shown."""
    return text


_Statuses = dict[str, tuple[Tone, str]]

SUBSCRIPTION: _Statuses = {
    "pending_mandate": ("warn", mark("Waiting for mandate")),
    "trialing": ("info", mark("Trial")),
    "active": ("good", mark("Active")),
    "past_due": ("bad", mark("Past due")),
    "paused": ("warn", mark("Paused")),
    "suspended": ("bad", mark("Suspended")),
    "completed": ("calm", mark("Completed")),
    "canceled": ("calm", mark("Canceled")),
}

REFUND_REQUEST: _Statuses = {
    "requested": ("warn", mark("Asked for")),
    "approved": ("info", mark("On its way")),
    "declined": ("calm", mark("Declined")),
    "withdrawn": ("calm", mark("Taken back")),
    "settled": ("good", mark("Given back")),
    "refused": ("bad", mark("Not possible")),
}

ANNOUNCEMENT: _Statuses = {
    "alert": ("bad", mark("Alert")),
    "warning": ("warn", mark("Warning")),
    "info": ("info", mark("Information")),
}

CONTACT: _Statuses = {
    "pending": ("warn", mark("Not confirmed yet")),
    "confirmed": ("good", mark("Confirmed")),
    "declined": ("calm", mark("Wants no copies")),
}

DECLARATION: _Statuses = {
    "recorded": ("warn", mark("Received")),
    "accepted": ("good", mark("Accepted")),
    "refused": ("bad", mark("Not carried out")),
    "taken_back": ("calm", mark("Taken back")),
}

INVOICE: _Statuses = {
    "paid": ("good", mark("Paid")),
    "unpaid": ("warn", mark("Unpaid")),
    "pending": ("info", mark("Payment under way")),
    "overdue": ("bad", mark("Overdue")),
    "refunded": ("calm", mark("Refunded")),
    "void": ("calm", mark("Void")),
    "uncollectible": ("bad", mark("Not collected")),
    "draft": ("calm", mark("Draft")),
}

COLLECTION_CASE: _Statuses = {
    "open": ("bad", mark("To pay")),
    "on_hold": ("info", mark("On hold")),
    "in_instalments": ("warn", mark("Paid in instalments")),
    "external": ("bad", mark("Collected by others")),
    "settled": ("good", mark("Closed")),
}

PAYMENT_PLAN: _Statuses = {
    "requested": ("warn", mark("Waiting for our answer")),
    "running": ("good", mark("Running")),
    "declined": ("bad", mark("Not agreed on")),
    "completed": ("good", mark("Completed")),
    "broken": ("bad", mark("Ended: an instalment was not paid")),
    "withdrawn": ("calm", mark("Not needed any more")),
}

MESSAGE: _Statuses = {
    "queued": ("info", mark("On its way")),
    "sending": ("info", mark("On its way")),
    "sent": ("good", mark("Sent")),
    "suppressed": ("calm", mark("Not sent")),
    "failed": ("bad", mark("Not delivered")),
    "bounced": ("bad", mark("Came back")),
    "uncertain": ("warn", mark("Probably sent")),
}

ORDER: _Statuses = {
    "placed": ("info", mark("Placed")),
    "paid": ("good", mark("Paid")),
    "fulfilled": ("good", mark("Fulfilled")),
    "canceled": ("calm", mark("Canceled")),
    "refunded": ("calm", mark("Refunded")),
}

PAYMENT: _Statuses = {
    "scheduled": ("calm", mark("Scheduled")),
    "requires_action": ("warn", mark("Your confirmation is needed")),
    "processing": ("info", mark("Under way")),
    "succeeded": ("good", mark("Succeeded")),
    "recorded": ("good", mark("Received")),
    "failed": ("bad", mark("Failed")),
    "reversed": ("bad", mark("Taken back")),
}

TICKET: _Statuses = {
    "open": ("info", mark("Open")),
    "in_review": ("warn", mark("In review")),
    "resolved": ("good", mark("Resolved")),
}

MANDATE: _Statuses = {
    "pending": ("warn", mark("Pending")),
    "active": ("good", mark("Valid")),
    "failed": ("bad", mark("Invalid")),
    "revoked": ("bad", mark("Invalid")),
    "lapsed": ("bad", mark("Lapsed")),
}

METHOD: _Statuses = {
    "active": ("good", mark("Active")),
    "pending": ("warn", mark("Pending")),
    "expired": ("bad", mark("Expired")),
    "invalid": ("bad", mark("Invalid")),
    "failed": ("bad", mark("Invalid")),
    "removed": ("calm", mark("Removed")),
}

CATEGORY: dict[str, str] = {
    "question": mark("Question"),
    "billing": mark("Billing"),
    "technical": mark("Technical"),
    "cancellation": mark("Cancellation"),
    "refund": mark("Refund"),
    "collection": mark("Collection"),
}


def badge(statuses: _Statuses, status: str, reader: Reader) -> Badge:
    """How a status is shown; one that is not known yet is shown by its own name, calmly."""
    tone, text = statuses.get(status, ("calm", status.replace("_", " ").capitalize()))
    return Badge(tone, reader.say(text))


def category(name: str, reader: Reader) -> str:
    """A ticket's category in words."""
    return reader.say(CATEGORY.get(name, name.replace("_", " ").capitalize()))
