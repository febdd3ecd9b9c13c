"""Rows of what was used of metered prices."""

from datetime import datetime

from foyer_shared.storage.rows import instant
from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


class UsageRecordRow(Row, table=True):
    """So many units of a metered price, used at a moment; `closed` once a period has counted it."""

    __tablename__ = "usage_records"
    __table_args__ = (
        Index("uq_usage_records_key", "business_id", "key", unique=True),
        Index(
            "ix_usage_records_open",
            "subscription_id",
            "used_at",
            postgresql_where=text("NOT closed"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id")
    price_id: str
    key: str
    quantity: int = Field(sa_type=BigInteger)
    used_at: datetime = instant()
    recorded_at: datetime = instant()
    closed: bool


class UsagePeriodRow(Row, table=True):
    """What was used of a price in a period that is closed."""

    __tablename__ = "usage_periods"
    __table_args__ = (Index("ix_usage_periods_listed", "subscription_id", "ends"),)

    id: str = Field(primary_key=True)
    business_id: str
    subscription_id: str = Field(foreign_key="subscriptions.subscriptions.id")
    price_id: str
    product_name: str
    begins: datetime = instant()
    ends: datetime = instant()
    quantity: int = Field(sa_type=BigInteger)
    included_units: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    currency: str
