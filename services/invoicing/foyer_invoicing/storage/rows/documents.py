"""The tables of orders, invoices and credit notes, and of their numbers."""

from datetime import date, datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import DocumentRow, PricedRow, Row, minor_units


class NumberSeriesRow(Row, table=True):
    """The last number drawn of a series; its lock is held until the document that drew it is committed."""

    __tablename__ = "number_series"

    business_id: str = Field(primary_key=True)
    series: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class OrderRow(DocumentRow, table=True):
    """What a customer bought."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        Index("ix_orders_of_customer", "business_id", "customer_id", "placed_at", "id"),
        Index("ix_orders_of_business", "business_id", "placed_at", "id"),
    )

    status: str
    discount: dict[str, Any] | None = document()
    ship_to: dict[str, Any] | None = document()
    invoice_id: str
    invoice_number: str
    placed_at: datetime = instant()
    paid_at: datetime | None = instant()
    fulfilled_at: datetime | None = instant()
    canceled_at: datetime | None = instant()
    refunded_at: datetime | None = instant()
    version: int


class InvoiceRow(DocumentRow, table=True):
    """A finalised invoice."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        # An order names its invoice by number, so the invoice is stored before it.
        ForeignKeyConstraint(["order_id"], ["invoicing.orders.id"], deferrable=True, initially="DEFERRED"),
        CheckConstraint("open BETWEEN 0 AND total", name="open_within_total"),
        CheckConstraint("credited BETWEEN 0 AND total", name="credited_within_total"),
        Index("ix_invoices_of_customer", "business_id", "customer_id", "finalized_at", "id"),
        Index("ix_invoices_of_business", "business_id", "finalized_at", "id"),
        Index(
            "ix_invoices_open",
            "business_id",
            "customer_id",
            "due_on",
            "id",
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_invoices_not_yet_overdue",
            "business_id",
            "due_on",
            postgresql_where=text("status = 'open' AND overdue_at IS NULL AND collection = 'invoice'"),
        ),
        Index(
            "ix_invoices_not_yet_due",
            "business_id",
            "due_on",
            postgresql_where=text(
                "status = 'open' AND overdue_at IS NULL AND due_soon_at IS NULL AND collection = 'invoice'"
            ),
        ),
        Index(
            "ix_invoices_not_yet_reminded",
            "business_id",
            "due_on",
            postgresql_where=text("status = 'open' AND overdue_at IS NOT NULL AND reminded_at IS NULL"),
        ),
        Index(
            "ix_invoices_of_subscription",
            "subscription_id",
            "finalized_at",
            "id",
            postgresql_where=text("subscription_id IS NOT NULL"),
        ),
    )

    order_id: str | None = Field(unique=True)
    subscription_id: str | None
    change_id: str | None = Field(unique=True)
    quote_id: str | None
    parties: dict[str, Any] | None = document()
    ship_to: dict[str, Any] | None = document(default=None)
    exchange_rate: dict[str, Any] | None = document(default=None)
    pay_to: dict[str, Any] | None = document(default=None)
    case_id: str | None
    open: int = minor_units()
    credited: int = minor_units()
    written_off: int = minor_units()
    pending: bool
    status: str
    collection: str
    period_start: datetime | None = instant()
    period_end: datetime | None = instant()
    issued_on: date
    due_on: date
    finalized_at: datetime = instant()
    paid_at: datetime | None = instant()
    overdue_at: datetime | None = instant()
    due_soon_at: datetime | None = instant()
    reminded_at: datetime | None = instant()
    version: int


class DraftRow(PricedRow, table=True):
    """An invoice that is not final yet; it is gone once it is."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_of_business", "business_id", "made_at", "id"),
        Index("ix_drafts_of_customer", "business_id", "customer_id", "made_at", "id"),
    )

    asked: dict[str, Any] = document()
    made_at: datetime = instant()
    changed_at: datetime = instant()


class CreditNoteRow(DocumentRow, table=True):
    """What was given back of an invoice; nothing of it ever changes."""

    __tablename__ = "credit_notes"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        CheckConstraint("settled + to_balance <= total", name="given_within_total"),
        Index(
            "uq_credit_notes_refund_request",
            "business_id",
            "refund_request_id",
            unique=True,
            postgresql_where=text("refund_request_id IS NOT NULL"),
        ),
        Index("ix_credit_notes_of_invoice", "invoice_id", "issued_at", "id"),
        Index("ix_credit_notes_of_customer", "business_id", "customer_id", "issued_at", "id"),
        Index("ix_credit_notes_of_business", "business_id", "issued_at", "id"),
    )

    invoice_id: str = Field(foreign_key="invoicing.invoices.id")
    invoice_number: str
    reason: str | None
    settled: int = minor_units()
    to_balance: int = minor_units()
    refunds: list[dict[str, Any]] = document()
    refund_request_id: str | None
    issued_on: date
    issued_at: datetime = instant()
