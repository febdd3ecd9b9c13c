"""Rows of the quotes of plan changes."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import BigInteger, Index, func
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


class PlanQuoteRow(Row, table=True):
    """What a change of plan costs, as it was shown: binding for a quarter of an hour."""

    __tablename__ = "plan_quotes"
    __table_args__ = (Index("ix_plan_quotes_recorded", "recorded_at"),)

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id", index=True)
    subscription_version: int
    requested_by: str
    plan: dict[str, Any] = document()
    effective_at: datetime = instant()
    at_period_end: bool
    must_be_paid_first: bool
    ends_trial: bool
    next_at: datetime | None = instant()
    next_amount: int | None = Field(default=None, sa_type=BigInteger)
    next_discount: int | None = Field(default=None, sa_type=BigInteger)
    quoted_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant()
    recorded_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})
