"""Usage of metered prices, stored: each record, and each closed period."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.domain.usage import UsagePeriod, UsageRecord
from foyer_subscriptions.storage.rows import UsagePeriodRow, UsageRecordRow


class Usage:
    """What was used."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, scope: Scope, record: UsageRecord, *, now: datetime) -> UsageRecord:
        """Store a record; answers the one that has its key already, if there is one."""
        statement = insert(UsageRecordRow).values(
            id=record.id,
            business_id=scope.business_id,
            subscription_id=record.subscription_id,
            price_id=record.price_id,
            key=record.key,
            quantity=record.quantity,
            used_at=record.used_at,
            recorded_at=now,
            closed=False,
        )
        await self._session.execute(statement.on_conflict_do_nothing(index_elements=["business_id", "key"]))
        rows = await self._session.scalars(
            select(UsageRecordRow).where(
                UsageRecordRow.business_id == scope.business_id, UsageRecordRow.key == record.key
            )
        )
        return _record(rows.one())

    async def open_quantities(self, scope: Scope, subscription_id: str) -> dict[str, int]:
        """What was used and is not closed yet, by price."""
        rows = await self._session.execute(
            select(col(UsageRecordRow.price_id), func.sum(UsageRecordRow.quantity))
            .where(
                UsageRecordRow.business_id == scope.business_id,
                UsageRecordRow.subscription_id == subscription_id,
                col(UsageRecordRow.closed).is_(False),
            )
            .group_by(col(UsageRecordRow.price_id))
        )
        return {price_id: int(quantity) for price_id, quantity in rows}

    async def close(self, subscription: Subscription, *, until: datetime) -> dict[str, int]:
        """Close all records from before that moment; answers what they come to, by price."""
        closed = (
            update(UsageRecordRow)
            .where(
                UsageRecordRow.business_id == subscription.business_id,
                UsageRecordRow.subscription_id == subscription.id,
                col(UsageRecordRow.closed).is_(False),
                UsageRecordRow.used_at < until,
            )
            .values(closed=True)
            .returning(col(UsageRecordRow.price_id), col(UsageRecordRow.quantity))
            .cte("closed")
        )
        rows = await self._session.execute(
            select(closed.c.price_id, func.sum(closed.c.quantity)).group_by(closed.c.price_id)
        )
        return {price_id: int(quantity) for price_id, quantity in rows}

    async def reprice(self, before: Subscription, after: Subscription) -> None:
        """What is not closed yet costs what its item has become."""
        for was, item in zip(before.items, after.items, strict=True):
            if was.pricing.is_metered and was.price_id != item.price_id:
                await self._session.execute(
                    update(UsageRecordRow)
                    .where(
                        col(UsageRecordRow.business_id) == before.business_id,
                        col(UsageRecordRow.subscription_id) == before.id,
                        col(UsageRecordRow.price_id) == was.price_id,
                        col(UsageRecordRow.closed).is_(False),
                    )
                    .values(price_id=item.price_id)
                )

    async def add_periods(self, subscription: Subscription, periods: Sequence[UsagePeriod]) -> None:
        """Keep closed periods, to be shown."""
        if periods:
            await self._session.execute(
                insert(UsagePeriodRow),
                [
                    {
                        "id": new_id("usgp"),
                        "business_id": subscription.business_id,
                        "subscription_id": subscription.id,
                        "price_id": period.price_id,
                        "product_name": period.product_name,
                        "begins": period.begins,
                        "ends": period.ends,
                        "quantity": period.quantity,
                        "included_units": period.included_units,
                        "amount": period.amount.amount,
                        "currency": period.amount.currency,
                    }
                    for period in periods
                ],
            )

    async def list_periods(self, scope: Scope, subscription_id: str, *, limit: int) -> list[UsagePeriod]:
        """The latest closed periods, newest first."""
        rows = await self._session.scalars(
            select(UsagePeriodRow)
            .where(
                UsagePeriodRow.business_id == scope.business_id,
                UsagePeriodRow.subscription_id == subscription_id,
            )
            .order_by(col(UsagePeriodRow.ends).desc(), col(UsagePeriodRow.id).desc())
            .limit(limit)
        )
        return [_period(row) for row in rows]


def _record(row: UsageRecordRow) -> UsageRecord:
    return UsageRecord(
        id=row.id,
        subscription_id=row.subscription_id,
        price_id=row.price_id,
        key=row.key,
        quantity=row.quantity,
        used_at=row.used_at,
    )


def _period(row: UsagePeriodRow) -> UsagePeriod:
    return UsagePeriod(
        price_id=row.price_id,
        product_name=row.product_name,
        begins=row.begins,
        ends=row.ends,
        quantity=row.quantity,
        included_units=row.included_units,
        amount=Money(row.amount, row.currency),
    )
