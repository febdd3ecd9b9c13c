"""Rows around a cancellation: declarations, reasons, and what is offered instead."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import Index, text
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


class DecisionRow(Row, table=True):
    """What a customer's declaration led to: a change, or the code of its refusal."""

    __tablename__ = "decisions"

    id: str = Field(primary_key=True)
    """The declaration's."""
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    change_id: str | None
    refusal: str | None


class CancellationReasonsRow(Row, table=True):
    """The reasons that a business asks for; a business without a row asks for the usual ones."""

    __tablename__ = "cancellation_reasons"

    business_id: str = Field(primary_key=True)
    reasons: list[dict[str, Any]] = document()


class RetentionOffersRow(Row, table=True):
    """The other ways than to cancel that a business offers; a business without a row offers none."""

    __tablename__ = "retention_offers"

    business_id: str = Field(primary_key=True)
    offers: list[dict[str, Any]] = document()


class RetentionPresentationRow(Row, table=True):
    """An offer that was shown, and what became of it."""

    __tablename__ = "retention_presentations"
    __table_args__ = (
        # Shown again, it is the same one until it is taken or declined.
        Index(
            "uq_retention_presentations_open",
            "subscription_id",
            "offer",
            unique=True,
            postgresql_where=text("outcome = 'shown'"),
        ),
        Index("ix_retention_presentations_taken", "customer_id", "offer"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    subscription_id: str
    offer: str
    kind: str
    reason: str | None
    shown_at: datetime = instant()
    outcome: str
    answered_at: datetime | None = instant()
