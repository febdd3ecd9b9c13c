"""The tables of dunning."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import Index, text
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import Row


class DunningSettingsRow(Row, table=True):
    """How a business wants to be paid; one that has never said so has none."""

    __tablename__ = "dunning_settings"

    business_id: str = Field(primary_key=True)
    due_days: int
    remind_before_days: int | None
    remind_after_days: int | None
    retry_days: list[int] = document()


class CollectingRow(Row, table=True):
    """Where the collecting of an invoice by charges stands."""

    __tablename__ = "collecting"
    __table_args__ = (
        Index(
            "ix_collecting_next",
            "business_id",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_collecting_of_customer", "business_id", "customer_id"),
    )

    invoice_id: str = Field(primary_key=True, foreign_key="invoicing.invoices.id")
    business_id: str
    customer_id: str
    attempt: int
    next_step: str | None
    next_at: datetime | None = instant()
    first_failed_at: datetime | None = instant()
    failure: dict[str, Any] | None = document()
    exhausted_at: datetime | None = instant()


class ChargeRow(Row, table=True):
    """A payment that the payments service has told of, and whether its outcome is known."""

    __tablename__ = "charges"
    __table_args__ = (Index("ix_charges_under_way", "invoice_id", postgresql_where=text("NOT settled")),)

    payment_id: str = Field(primary_key=True)
    invoice_id: str = Field(primary_key=True)
    business_id: str
    settled: bool
    collects_at: datetime | None = instant(default=None)
    """When it is charged, where that was announced."""
