"""Rows of subscriptions, what waits on them, and the periods that were charged."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


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
    archived: bool
    lapses_at: datetime | None = instant()
    periods: int | None
    period_number: int
    bought_from: int = Field(sa_type=BigInteger)
    bought_until: int = Field(sa_type=BigInteger)
    interval_seconds: int = Field(sa_type=BigInteger)
    bought_reduction: dict[str, Any] | None = document(nullable=True)
    bought_items: list[dict[str, Any]] | None = document(nullable=True)
    discount: dict[str, Any] | None = document(nullable=True)
    carried: list[dict[str, Any]] = document()
    reminded_of: datetime | None = instant()
    linked_services: list[dict[str, Any]] = document()
    resubscribed_from: str | None
    custom_fields: dict[str, Any] = document()
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
        Index(
            "ix_pending_changes_of_migration",
            text("(price ->> 'migration_id')"),
            postgresql_where=text("state = 'waiting' AND kind = 'price'"),
        ),
    )

    id: str = Field(primary_key=True)
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    kind: str
    effective_at: datetime = instant()
    resumes_at: datetime | None = instant()
    cancellation: dict[str, Any] | None = document(nullable=True)
    plan: dict[str, Any] | None = document(nullable=True)
    price: dict[str, Any] | None = document(nullable=True)
    requested_by: str
    state: str
    requested_at: datetime = instant()


class ChargedPeriodRow(Row, table=True):
    """A charge for a period or a change of plan, what was told of it, and where its subscription stood
    before it.
    """

    __tablename__ = "charged_periods"
    __table_args__ = (Index("ix_charged_periods_of_subscription", "subscription_id", "begun_at"),)

    id: str = Field(primary_key=True)
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id")
    begun_at: datetime = instant()
    begins: datetime = instant()
    ends: datetime = instant()
    lines: list[dict[str, Any]] = document()
    status_before: str
    anchor_before: datetime = instant()
    period_start_before: datetime = instant()
    period_end_before: datetime = instant()
    period_number_before: int
    bought_before: dict[str, Any] = document()
    lapses_at_before: datetime | None = instant(default=None)
    paused_at_before: datetime | None = instant(default=None)
    paused_by_before: str | None
    pause_credited_before: bool
    discount_before: dict[str, Any] | None = document(nullable=True)
    plan_before: dict[str, Any] | None = document(nullable=True)
    carried: list[dict[str, Any]] = document()
    quote_id: str | None
    voided_at: datetime | None = instant(default=None)
