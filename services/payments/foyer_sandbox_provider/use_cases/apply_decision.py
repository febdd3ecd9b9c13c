"""Writes what was decided about a charge or a setup, and tells the account."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from foyer_sandbox_provider.domain.decision import Decision, fee
from foyer_sandbox_provider.domain.kinds import Kind
from foyer_sandbox_provider.storage.rows import ChargeRow, SetupRow
from foyer_sandbox_provider.use_cases.tell_account import tell_account


async def apply_decision(
    session: AsyncSession,
    row: ChargeRow | SetupRow,
    decision: Decision,
    *,
    kind: Kind | None = None,
    now: datetime,
    settles_after: timedelta,
) -> None:
    """`kind` is that of what paid, for the provider's fee."""
    row.status = decision.status
    row.failure_code = decision.failure.code if decision.failure else None
    row.failure_severity = decision.failure.severity if decision.failure else None
    if decision.status != "requires_action":
        row.challenged = None
    if isinstance(row, ChargeRow):
        row.next_step = decision.next_step
        row.due_at = now + settles_after if decision.next_step else None
        if decision.status == "succeeded" and kind is not None:
            row.fee = fee(row.amount, kind.name)
    await tell_account(session, row, now)
