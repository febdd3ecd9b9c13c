"""Does with a charge what time has brought: it settles, the bank takes it back, the holder disputes it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from foyer_sandbox_provider.domain.decision import settle
from foyer_sandbox_provider.domain.kinds import KINDS
from foyer_sandbox_provider.domain.outcomes import OUTCOMES
from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.ids import new_id
from foyer_sandbox_provider.storage.rows import ChargeRow, DisputeRow, MethodRow, ReversalRow
from foyer_sandbox_provider.use_cases.apply_decision import apply_decision
from foyer_sandbox_provider.use_cases.tell_account import tell_account


async def take_step(session: AsyncSession, row: ChargeRow, now: datetime, settles_after: timedelta) -> None:
    """The row is locked. A charge of which nothing is left is neither taken back nor disputed."""
    outcome = OUTCOMES[row.outcome or "success"]
    if row.next_step == "settle":
        method = await session.get_one(MethodRow, row.method_id)
        await apply_decision(
            session, row, settle(outcome), kind=KINDS[method.kind], now=now, settles_after=settles_after
        )
        return
    left = await Books(session, row.account_id).left_of(row)
    if left > 0 and row.next_step == "reverse" and outcome.reversal is not None:
        session.add(
            ReversalRow(
                id=new_id("sbrev"),
                charge_id=row.id,
                amount=left,
                failure_code=outcome.reversal.code,
                failure_severity=outcome.reversal.severity,
            )
        )
    elif left > 0:
        session.add(
            DisputeRow(
                id=new_id("sbdis"),
                charge_id=row.id,
                amount=left,
                reason=outcome.disputed or "general",
                status="open",
            )
        )
    row.next_step, row.due_at = None, None
    await tell_account(session, row, now)
