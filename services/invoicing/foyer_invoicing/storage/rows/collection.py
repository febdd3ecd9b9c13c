"""The tables of collection cases and payment plans."""

from datetime import date, datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import OwnedRow, Row, minor_units


class CollectionSettingsRow(Row, table=True):
    """When a business opens cases and which plans it offers; one that has never said so has none."""

    __tablename__ = "collection_settings"

    business_id: str = Field(primary_key=True)
    opening: str
    open_after_days: int
    days_between_stages: int | None
    plans_offered: bool
    instalments: list[int] = document()
    rule_up_to: int | None = Field(sa_type=BigInteger)
    rule_currency: str | None
    rule_most_instalments: int | None
    grace_days: int


class CollectionCaseRow(OwnedRow, table=True):
    """A collection case."""

    __tablename__ = "collection_cases"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        Index(
            "uq_collection_cases_open",
            "invoice_id",
            unique=True,
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_collection_cases_of_invoice", "invoice_id"),
        Index("ix_collection_cases_of_customer", "business_id", "customer_id", "opened_at", "id"),
        Index("ix_collection_cases_of_business", "business_id", "opened_at", "id"),
        Index(
            "ix_collection_cases_next",
            "business_id",
            "next_on",
            postgresql_where=text("settled_at IS NULL AND held_at IS NULL"),
        ),
    )

    number: str
    invoice_id: str = Field(foreign_key="invoicing.invoices.id")
    opened_at: datetime = instant()
    stage: str
    stage_on: date
    next_on: date | None
    notice_on: date | None
    pay_by: date | None
    named_fee: int | None = Field(sa_type=BigInteger)
    currency: str
    fee_invoice_id: str | None = Field(foreign_key="invoicing.invoices.id")
    held_at: datetime | None = instant()
    hold_reason: str | None
    plan_offered: bool | None
    external_at: datetime | None = instant()
    settled_at: datetime | None = instant()
    outcome: str | None
    version: int


class PaymentPlanRow(OwnedRow, table=True):
    """A payment plan with its instalments."""

    __tablename__ = "payment_plans"
    __table_args__ = (
        Index(
            "uq_payment_plans_live",
            "case_id",
            unique=True,
            postgresql_where=text("status IN ('requested', 'running')"),
        ),
        Index("ix_payment_plans_of_case", "case_id", "requested_at", "id"),
        Index("ix_payment_plans_of_customer", "business_id", "customer_id", "requested_at", "id"),
        Index("ix_payment_plans_of_business", "business_id", "requested_at", "id"),
        Index(
            "ix_payment_plans_next",
            "business_id",
            "next_on",
            postgresql_where=text("status = 'running'"),
        ),
    )

    case_id: str = Field(foreign_key="invoicing.collection_cases.id")
    invoice_id: str
    currency: str
    total: int = minor_units()
    instalments: list[dict[str, Any]] = document()
    requested_at: datetime = instant()
    status: str
    announced: int
    next_on: date | None
    decided_at: datetime | None = instant()
    decided_by: str | None
    decline_reason: str | None
    ended_at: datetime | None = instant()
    version: int
