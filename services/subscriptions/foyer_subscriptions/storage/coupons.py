"""Coupons, their promotion codes and how often they were given, stored."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.coupon import Coupon, Duration, PromotionCode
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.discount_errors import (
    CouponNotFound,
    PromotionCodeNotFound,
    PromotionCodeTaken,
    PromotionCodeUnknown,
)
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.discount_columns import reduction_columns, reduction_of
from foyer_subscriptions.storage.rows import CouponRow, PromotionCodeRow, RedemptionRow, SubscriptionRow


class Coupons:
    """The coupons of a business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, coupon: Coupon, *, created_at: datetime) -> None:
        """Store a new coupon."""
        self._session.add(CouponRow(**_coupon_columns(coupon), created_at=created_at))
        await self._session.flush()

    async def save(self, coupon: Coupon) -> None:
        """Store its name, whether it is given, and how often it was; its terms never change."""
        await self._session.execute(
            update(CouponRow)
            .where(col(CouponRow.id) == coupon.id, col(CouponRow.business_id) == coupon.business_id)
            .values(name=coupon.name, active=coupon.active, times_redeemed=coupon.times_redeemed)
        )

    async def get(self, scope: Scope, coupon_id: str, *, for_update: bool = False) -> Coupon:
        """One coupon of the business, on request locked until the transaction ends."""
        query = select(CouponRow).where(CouponRow.id == coupon_id, CouponRow.business_id == scope.business_id)
        row = await self._session.scalar(_locked(query) if for_update else query)
        if row is None:
            raise CouponNotFound(f"There is no coupon {coupon_id}.", field="coupon")
        return _coupon_of(row)

    async def list_page(self, scope: Scope, *, limit: int, after: str | None) -> list[Coupon]:
        """Newest first, from the one after `after`."""
        query = select(CouponRow).where(CouponRow.business_id == scope.business_id)
        if after:
            query = query.where(CouponRow.id < after)
        rows = await self._session.scalars(query.order_by(col(CouponRow.id).desc()).limit(limit))
        return [_coupon_of(row) for row in rows]


class PromotionCodes:
    """The promotion codes of a business, and who used them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, promotion: PromotionCode, *, created_at: datetime) -> None:
        """Store a new code; refuses one that the business has already."""
        statement = insert(PromotionCodeRow).values(**asdict(promotion), created_at=created_at)
        added = await self._session.scalar(
            statement.on_conflict_do_nothing(
                index_elements=[col(PromotionCodeRow.business_id), func.upper(PromotionCodeRow.code)]
            ).returning(col(PromotionCodeRow.id))
        )
        if added is None:
            raise PromotionCodeTaken(f"There is a code {promotion.code} already.", field="code")

    async def save(self, promotion: PromotionCode) -> None:
        """Store whether it is valid, and how often it was used."""
        await self._session.execute(
            update(PromotionCodeRow)
            .where(
                col(PromotionCodeRow.id) == promotion.id,
                col(PromotionCodeRow.business_id) == promotion.business_id,
            )
            .values(active=promotion.active, times_redeemed=promotion.times_redeemed)
        )

    async def get(self, scope: Scope, promotion_code_id: str, *, for_update: bool = False) -> PromotionCode:
        """One code of the business, on request locked until the transaction ends."""
        query = _of_business(scope).where(PromotionCodeRow.id == promotion_code_id)
        row = await self._session.scalar(_locked(query) if for_update else query)
        if row is None:
            raise PromotionCodeNotFound(f"There is no promotion code {promotion_code_id}.")
        return _code_of(row)

    async def known_as(self, scope: Scope, code: str) -> PromotionCode:
        """The code that somebody typed, in whatever case."""
        row = await self._session.scalar(
            _of_business(scope).where(func.upper(PromotionCodeRow.code) == func.upper(code.strip()))
        )
        if row is None:
            raise PromotionCodeUnknown("This code is not known. Please check it.", field="code")
        return _code_of(row)

    async def list_page(self, scope: Scope, *, limit: int, after: str | None) -> list[PromotionCode]:
        """Newest first, from the one after `after`."""
        query = _of_business(scope)
        if after:
            query = query.where(PromotionCodeRow.id < after)
        rows = await self._session.scalars(query.order_by(col(PromotionCodeRow.id).desc()).limit(limit))
        return [_code_of(row) for row in rows]

    async def times_used_by(self, scope: Scope, promotion: PromotionCode, customer_id: str) -> int:
        """How often this customer has used the code."""
        query = select(func.count()).where(
            RedemptionRow.promotion_code_id == promotion.id,
            RedemptionRow.customer_id == customer_id,
            RedemptionRow.business_id == scope.business_id,
        )
        return await self._session.scalar(query) or 0

    async def was_charged(self, scope: Scope, customer_id: str) -> bool:
        """Whether this customer was ever charged for a subscription."""
        query = select(col(SubscriptionRow.id)).where(
            SubscriptionRow.business_id == scope.business_id,
            SubscriptionRow.customer_id == customer_id,
            SubscriptionRow.period_number > 0,
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def note_redemption(self, subscription: Subscription, discount: Discount) -> None:
        """The discount was given."""
        self._session.add(
            RedemptionRow(
                id=discount.id,
                business_id=subscription.business_id,
                customer_id=subscription.customer_id,
                subscription_id=subscription.id,
                coupon_id=discount.coupon_id,
                promotion_code_id=discount.promotion_code_id,
                given_at=discount.given_at,
            )
        )
        await self._session.flush()


def _of_business(scope: Scope) -> Any:
    return select(PromotionCodeRow).where(PromotionCodeRow.business_id == scope.business_id)


def _locked(query: Any) -> Any:
    return query.with_for_update().execution_options(populate_existing=True)


def _coupon_columns(coupon: Coupon) -> dict[str, Any]:
    return {**asdict(coupon), "reduction": reduction_columns(coupon.reduction)}


def _coupon_of(row: CouponRow) -> Coupon:
    stored = row.model_dump(exclude={"created_at"})
    reduction = reduction_of(stored["reduction"])
    return Coupon(**stored | {"reduction": reduction, "duration": Duration(stored["duration"])})


def _code_of(row: PromotionCodeRow) -> PromotionCode:
    return PromotionCode(**row.model_dump(exclude={"created_at"}))
