"""Does what time has brought: of all accounts what is due, or of one account everything at once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.domain.outcomes import OUTCOMES
from foyer_sandbox_provider.storage.rows import ChargeRow, RefundRow
from foyer_sandbox_provider.use_cases.take_step import take_step
from foyer_sandbox_provider.use_cases.tell_account import tell_account

BATCH = 100


async def settle_due(
    session: AsyncSession, now: datetime, settles_after: timedelta, *, account_id: str | None = None
) -> int:
    """How many steps were done. Several processes may do this at once."""
    charges = select(ChargeRow).where(col(ChargeRow.due_at).is_not(None))
    if account_id is None:
        charges = charges.where(col(ChargeRow.due_at) <= now)
    else:
        charges = charges.where(col(ChargeRow.account_id) == account_id)
    due = list(await session.scalars(charges.limit(BATCH).with_for_update(skip_locked=True)))
    for row in due:
        await take_step(session, row, now, settles_after)
    return len(due) + await _settle_refunds(session, now, account_id)


async def _settle_refunds(session: AsyncSession, now: datetime, account_id: str | None) -> int:
    query = select(RefundRow, ChargeRow).join(ChargeRow, col(ChargeRow.id) == col(RefundRow.charge_id))
    query = query.where(col(RefundRow.due_at).is_not(None))
    if account_id is None:
        query = query.where(col(RefundRow.due_at) <= now)
    else:
        query = query.where(col(RefundRow.account_id) == account_id)
    due = (await session.execute(query.limit(BATCH).with_for_update(skip_locked=True))).all()
    for refund, charge in due:
        fails = OUTCOMES[charge.outcome or "success"].refund == "fails"
        refund.status, refund.due_at = ("failed" if fails else "succeeded"), None
        refund.failure_code = "refund_refused_by_bank" if fails else None
        await tell_account(session, charge, now)
    return len(due)
