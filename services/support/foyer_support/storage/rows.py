"""The tables of support."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("support"))):
    """Base of this service's rows."""

    __abstract__ = True


class BusinessRow(Row, table=True):
    """How customers know a business, copied from its events."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    name: str
    clock_offset: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """Seconds by which its clock is ahead of real time."""


class CustomerRow(Row, table=True):
    """How a business knows a customer, copied from its events."""

    __tablename__ = "customers"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    name: str
    language: str | None
    """None for a copy from before it was kept."""
    email: str | None
    """None for a copy from before it was kept; empty once the customer is anonymised."""


class ContactRow(Row, table=True):
    """A contact person of a customer, copied from events: who gets mails about tickets in copy."""

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_of_customer", "business_id", "customer_id"),)

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str
    email: str
    """Empty while they get none."""


class NumberSeriesRow(Row, table=True):
    """The last number drawn of a business; its lock is held until the ticket that drew it is committed."""

    __tablename__ = "number_series"

    business_id: str = Field(primary_key=True)
    last: int


class TicketRow(Row, table=True):
    """Something that a customer needs an answer to."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        UniqueConstraint("business_id", "change_id"),
        Index(
            "uq_tickets_of_plan",
            "business_id",
            "plan_id",
            unique=True,
            postgresql_where=text("plan_id IS NOT NULL"),
        ),
        Index(
            "ix_tickets_of_case",
            "business_id",
            "case_id",
            postgresql_where=text("case_id IS NOT NULL"),
        ),
        CheckConstraint("(status = 'resolved') = (resolved_at IS NOT NULL)", name="resolved_at"),
        Index("ix_tickets_of_customer", "business_id", "customer_id", "opened_at", "id"),
        Index("ix_tickets_of_business", "business_id", "opened_at", "id"),
        Index(
            "ix_tickets_not_resolved",
            "business_id",
            "customer_id",
            "opened_at",
            "id",
            postgresql_where=text("status <> 'resolved'"),
        ),
        Index(
            "ix_tickets_of_subscription",
            "business_id",
            "subscription_id",
            postgresql_where=text("subscription_id IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    number: str
    subject: str
    category: str
    priority: str
    text: str
    subscription_id: str | None
    invoice_id: str | None
    order_id: str | None
    opened_by: str
    opened_at: datetime = instant()
    status: str
    resolved_at: datetime | None = instant()
    change_id: str | None
    """The pending change of the cancellation that opened it."""
    cancellation: dict[str, Any] | None = document()
    """What else is known of that: `effective_at`, `reason`, `checklist`."""
    plan_id: str | None
    """The payment plan that was asked for and so opened it."""
    case_id: str | None
    """The collection case that the plan is for."""
    assigned_to: str | None
    first_answered_at: datetime | None = instant()
    """None until staff answer."""
    version: int


class ReplyRow(Row, table=True):
    """An answer on a ticket."""

    __tablename__ = "replies"
    __table_args__ = (Index("ix_replies_of_ticket", "ticket_id", "at", "id"),)

    id: str = Field(primary_key=True)
    ticket_id: str = Field(foreign_key="support.tickets.id")
    by: str
    actor: str
    text: str
    at: datetime = instant()


class InboundMailRow(Row, table=True):
    """A mail that came to a ticket."""

    __tablename__ = "inbound_mails"

    ticket_id: str = Field(primary_key=True, foreign_key="support.tickets.id")
    mail_id: str = Field(primary_key=True)
    """SHA-256 of its Message-ID."""
    fate: str
    at: datetime = instant()


class NoteRow(Row, table=True):
    """What staff write on a ticket for each other."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_of_ticket", "ticket_id", "at", "id"),)

    id: str = Field(primary_key=True)
    ticket_id: str = Field(foreign_key="support.tickets.id")
    actor: str
    text: str
    at: datetime = instant()


class AttachmentRow(Row, table=True):
    """A file that came with something written, or waits for it; the file itself lies in the store."""

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_of_ticket", "ticket_id", "at", "id"),
        Index("ix_attachments_of_customer", "business_id", "customer_id"),
        Index("ix_attachments_waiting", "at", postgresql_where=text("ticket_id IS NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    by: str
    name: str
    content_type: str
    size: int
    sha256: str
    key: str
    at: datetime = instant()
    ticket_id: str | None = Field(foreign_key="support.tickets.id")
    reply_id: str | None = Field(foreign_key="support.replies.id")
    forgotten: bool
    """Nothing can come with it any more: its file goes."""


class CannedAnswerRow(Row, table=True):
    """An answer that staff give often."""

    __tablename__ = "canned_answers"
    __table_args__ = (Index("ix_canned_answers_of_business", "business_id", "title", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    title: str
    text: str


class StepRow(Row, table=True):
    """A line of a ticket's history."""

    __tablename__ = "steps"

    ticket_id: str = Field(primary_key=True, foreign_key="support.tickets.id")
    version: int = Field(primary_key=True)
    status: str
    cause: str
    actor: str
    at: datetime = instant()


class OutcomeRow(Row, table=True):
    """What became of a cancellation, kept because it may be heard before the request itself."""

    __tablename__ = "outcomes"

    business_id: str = Field(primary_key=True)
    about: str = Field(primary_key=True)
    """A pending change, or a subscription that has ended."""
    settlement: str
    actor: str
    at: datetime = instant()


class InvoiceRow(Row, table=True):
    """What is known of an invoice, copied from its events; a refund is asked of one."""

    __tablename__ = "invoices"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str = Field(index=True)
    number: str
    total: int = Field(sa_type=BigInteger)
    currency: str
    paid: bool
    lines: list[dict[str, Any]] = document(nullable=False)
    """Each with `description`, `quantity`, `net` and `tax`; none while they are on their way."""


class CreditNoteRow(Row, table=True):
    """What a credit note gave back of an invoice, which may be heard of later."""

    __tablename__ = "credit_notes"
    __table_args__ = (Index("ix_credit_notes_of_invoice", "business_id", "invoice_id"),)

    id: str = Field(primary_key=True)
    business_id: str
    invoice_id: str
    number: str
    refund_request_id: str | None
    amount: int = Field(sa_type=BigInteger)
    lines: list[dict[str, Any]] = document(nullable=False)
    """Each with `line` and `quantity`."""


class RefundRequestRow(Row, table=True):
    """A customer asks for the money of a paid invoice, or a part of it."""

    __tablename__ = "refund_requests"
    __table_args__ = (
        Index(
            "uq_refund_requests_open",
            "business_id",
            "invoice_id",
            unique=True,
            postgresql_where=text("status IN ('requested', 'approved')"),
        ),
        Index("ix_refund_requests_of_business", "business_id", "requested_at", "id"),
        Index("ix_refund_requests_of_customer", "business_id", "customer_id", "requested_at", "id"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    ticket_id: str = Field(foreign_key="support.tickets.id", unique=True)
    ticket_number: str
    invoice_id: str
    invoice_number: str
    reason: str
    asked: dict[str, Any] = document(nullable=False)
    """`amount` with its `currency`, whether it is the `whole`, and `lines`."""
    requested_at: datetime = instant()
    status: str
    approved: dict[str, Any] | None = document()
    decided_at: datetime | None = instant()
    declined_because: str | None
    given_back: dict[str, Any] | None = document()
    refused_because: str | None
    version: int
