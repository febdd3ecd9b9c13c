"""What is to be looked at again at a provider, and when: the gaps grow, and nothing is given up."""

from datetime import datetime, timedelta

from foyer_shared.basics.origin import Scope
from sqlalchemy import DateTime, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.refund import RefundStatus
from foyer_payments.storage.rows import (
    NoticeRow,
    PaymentMethodRow,
    PaymentRow,
    PaymentSetupRow,
    ReconciliationRow,
    RefundRow,
)

FIRST_GAP = timedelta(seconds=30)
"""Longer than a provider may take to answer: nobody else looks meanwhile."""

LONGEST_GAP = timedelta(hours=6)

PATIENCE = 3
"""Tries after which nobody's clock waits any more."""

Waiting = (
    type[PaymentRow]
    | type[PaymentSetupRow]
    | type[RefundRow]
    | type[NoticeRow]
    | type[PaymentMethodRow]
    | type[ReconciliationRow]
)


async def claim_due_for_everyone(
    session: AsyncSession, row: Waiting, real: datetime, *, limit: int
) -> list[str]:
    """The ids of those whose time has come, which are nobody else's until the next gap is over."""
    due = (
        select(col(row.id))
        .where(col(row.look_at) <= real)
        .order_by(col(row.look_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    doubled = func.power(2, func.least(col(row.tries), 12)) * FIRST_GAP.total_seconds()
    gap = func.make_interval(0, 0, 0, 0, 0, 0, func.least(doubled, LONGEST_GAP.total_seconds()))
    claimed = await session.scalars(
        update(row)
        .where(col(row.id).in_(due))
        .values(tries=col(row.tries) + 1, look_at=literal(real, DateTime(timezone=True)) + gap)
        .returning(col(row.id))
        .execution_options(synchronize_session=False)
    )
    return list(claimed)


async def keep_claim(session: AsyncSession, row: Waiting, found: str, real: datetime) -> None:
    """It stays nobody else's for another gap, unless it is done."""
    await session.execute(
        update(row)
        .where(col(row.id) == found, col(row.look_at).is_not(None))
        .values(look_at=real + FIRST_GAP)
        .execution_options(synchronize_session=False)
    )


async def oldest_under_way(session: AsyncSession, scope: Scope) -> datetime | None:
    """When the oldest payment or refund began that its provider is about to decide, by the business's clock;
    what waits for a customer is not among them.
    """
    payments = select(func.min(col(PaymentRow.created_at))).where(
        col(PaymentRow.business_id) == scope.business_id,
        col(PaymentRow.status).in_([PaymentStatus.CREATED, PaymentStatus.PROCESSING]),
        col(PaymentRow.look_at).is_not(None),
        col(PaymentRow.tries) < PATIENCE,
    )
    refunds = select(func.min(col(RefundRow.created_at))).where(
        col(RefundRow.business_id) == scope.business_id,
        col(RefundRow.status).in_([RefundStatus.CREATED, RefundStatus.PENDING]),
        col(RefundRow.look_at).is_not(None),
        col(RefundRow.tries) < PATIENCE,
    )
    found = [await session.scalar(payments), await session.scalar(refunds)]
    return min((each for each in found if each is not None), default=None)
