"""What the portal reads from support."""

from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.refund_requests import RefundRequest
from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Attachment(Tolerant):
    """A file; `size` is in bytes."""

    id: str
    name: str
    content_type: str
    size: int


class Reply(Tolerant):
    """An answer on a ticket; `by` says which side wrote it, `author` who."""

    id: str
    by: str
    author: str | None = None
    text: str
    at: AwareDatetime
    attachments: tuple[Attachment, ...] = ()


class Step(Tolerant):
    """A move of a ticket, and what made it."""

    status: str
    cause: str
    at: AwareDatetime


class Ticket(Tolerant):
    """A ticket; lists and the picture leave its text and replies out."""

    id: str
    number: str
    subject: str
    category: str
    status: str
    subscription_id: str | None = None
    invoice_id: str | None = None
    order_id: str | None = None
    collection_case_id: str | None = None
    """Of the payment plan that was asked for and so opened it."""
    opened_at: AwareDatetime
    opened_by: str = "customer"
    author: str | None = None
    text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    """What came with the question."""
    replies: tuple[Reply, ...] = ()
    history: tuple[Step, ...] = ()
    refund_request: RefundRequest | None = None
    """The one that opened it."""
    actions: tuple[str, ...] = ()
    """What the customer can do with it: `reply`, `close`, `reopen`."""


class SupportPart(Tolerant):
    """Support's part of the picture."""

    open_tickets: tuple[Ticket, ...]
