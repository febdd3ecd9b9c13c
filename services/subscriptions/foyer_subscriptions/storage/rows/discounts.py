"""Rows of coupons, promotion codes, and who had them."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import Index, text
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


class CouponRow(Row, table=True):
    """What a business takes off."""

    __tablename__ = "coupons"
    __table_args__ = (Index("ix_coupons_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    name: str
    reduction: dict[str, Any] = document()
    duration: str
    duration_in_months: int | None
    max_redemptions: int | None
    redeem_by: datetime | None = instant()
    active: bool
    times_redeemed: int
    created_at: datetime = instant()


class PromotionCodeRow(Row, table=True):
    """The words that give a coupon."""

    __tablename__ = "promotion_codes"
    __table_args__ = (
        Index("ix_promotion_codes_listed", "business_id", "id"),
        Index("uq_promotion_codes_code", "business_id", text("upper(code)"), unique=True),
    )

    id: str = Field(primary_key=True)
    business_id: str
    coupon_id: str = Field(foreign_key="subscriptions.coupons.id", index=True)
    code: str
    max_redemptions: int | None
    max_per_customer: int | None
    first_time_only: bool
    expires_at: datetime | None = instant()
    active: bool
    times_redeemed: int
    created_at: datetime = instant()


class RedemptionRow(Row, table=True):
    """A coupon was given to a subscription; it counts whatever becomes of the discount."""

    __tablename__ = "redemptions"
    __table_args__ = (Index("ix_redemptions_of_code", "promotion_code_id", "customer_id"),)

    id: str = Field(primary_key=True)
    """The discount's."""
    business_id: str
    customer_id: str
    subscription_id: str = Field(index=True)
    coupon_id: str
    promotion_code_id: str | None
    given_at: datetime = instant()
