"""The rows of subscriptions, in the schema `subscriptions`."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("subscriptions"))):
    """Base of this service's rows."""

    __abstract__ = True


class BusinessRow(Row, table=True):
    """What subscriptions needs of a business, copied from its events."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    zone: str


class PaymentMethodRow(Row, table=True):
    """Which customers can be collected from, copied from payment events."""

    __tablename__ = "payment_methods"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str = Field(index=True)


class InvoiceStandingRow(Row, table=True):
    """Whether an invoice of a subscription is overdue or could not be collected; its newest version wins."""

    __tablename__ = "invoice_standings"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    subscription_id: str = Field(index=True)
    overdue: bool


class ProductRow(Row, table=True):
    """Something that is sold."""

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    name: str
    description: str | None
    active: bool
    tax_class: str
    self_service: dict[str, Any] = document()
    billing: dict[str, Any] = document()
    created_at: datetime = instant()
    version: int


class PriceRow(Row, table=True):
    """What a product costs."""

    __tablename__ = "prices"
    __table_args__ = (Index("ix_prices_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    product_id: str = Field(foreign_key="subscriptions.products.id", index=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str
    interval: str | None
    interval_count: int
    tax_behavior: str
    billing_scheme: str
    usage_type: str
    included_units: int = Field(sa_type=BigInteger)
    tiers: list[dict[str, Any]] = document()
    active: bool
    created_at: datetime = instant()
    version: int


class SubscriptionRow(Row, table=True):
    """A subscription as it is now."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_of_customer", "business_id", "customer_id", "id"),
        Index(
            "ix_subscriptions_awaiting_mandate",
            "customer_id",
            postgresql_where=text("status = 'pending_mandate'"),
        ),
        # It is subscribed to again once at a time.
        Index(
            "uq_subscriptions_resubscribed",
            "resubscribed_from",
            unique=True,
            postgresql_where=text("resubscribed_from IS NOT NULL AND ended_at IS NULL"),
        ),
        Index("ix_subscriptions_due", "next_due_at", postgresql_where=text("next_due_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    status: str
    items: list[dict[str, Any]] = document()
    interval: str
    interval_count: int
    collection: str
    started_at: datetime = instant()
    trial_ends_at: datetime | None = instant()
    billing_anchor: datetime = instant()
    current_period_start: datetime = instant()
    current_period_end: datetime = instant()
    paused_at: datetime | None = instant()
    paused_by: str | None
    pause_credited: bool
    ended_at: datetime | None = instant()
    lapses_at: datetime | None = instant()
    periods: int | None
    period_number: int
    bought_from: int = Field(sa_type=BigInteger)
    bought_until: int = Field(sa_type=BigInteger)
    interval_seconds: int = Field(sa_type=BigInteger)
    reminded_of: datetime | None = instant()
    linked_services: list[dict[str, Any]] = document()
    resubscribed_from: str | None
    next_due_at: datetime | None = instant()
    """When to look at it again: the moment of what is due next, later after a failure."""
    version: int


class PendingChangeRow(Row, table=True):
    """A change that waits, or what became of it."""

    __tablename__ = "pending_changes"
    __table_args__ = (
        # One change of a kind waits at a time, whatever two processes do at once.
        Index(
            "uq_pending_changes_waiting",
            "subscription_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: str = Field(primary_key=True)
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    kind: str
    effective_at: datetime = instant()
    resumes_at: datetime | None = instant()
    cancellation: dict[str, Any] | None = document(nullable=True)
    requested_by: str
    state: str
    requested_at: datetime = instant()


class CustomerRow(Row, table=True):
    """What subscriptions needs of a customer, copied from invoicing's events."""

    __tablename__ = "customers"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    company: bool
    country: str | None


class CancellationReasonsRow(Row, table=True):
    """The reasons that a business asks for; a business without a row asks for the usual ones."""

    __tablename__ = "cancellation_reasons"

    business_id: str = Field(primary_key=True)
    reasons: list[dict[str, Any]] = document()
