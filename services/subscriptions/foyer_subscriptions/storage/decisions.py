"""What was decided about declarations, stored."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.declaration import Decision
from foyer_subscriptions.domain.subscription import PendingChange
from foyer_subscriptions.storage.columns import change_of
from foyer_subscriptions.storage.rows import DecisionRow, PendingChangeRow


class Decisions:
    """One for each declaration, made under the lock of its subscription."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, scope: Scope, declaration_id: str) -> Decision | None:
        """None while nothing is decided."""
        row = await self._session.scalar(
            select(DecisionRow).where(
                col(DecisionRow.business_id) == scope.business_id, col(DecisionRow.id) == declaration_id
            )
        )
        if row is None:
            return None
        return Decision(
            declaration_id=row.id,
            subscription_id=row.subscription_id,
            change_id=row.change_id,
            refusal=row.refusal,
        )

    async def add(self, scope: Scope, decision: Decision) -> None:
        """Keep one; a second one for the same declaration cannot be."""
        self._session.add(
            DecisionRow(
                id=decision.declaration_id,
                business_id=scope.business_id,
                subscription_id=decision.subscription_id,
                change_id=decision.change_id,
                refusal=decision.refusal,
            )
        )
        await self._session.flush()

    async def change_of(self, decision: Decision) -> PendingChange | None:
        """The change that followed, in whatever state it is by now; None for a refusal."""
        row = await self._session.scalar(
            select(PendingChangeRow).where(
                PendingChangeRow.id == decision.change_id,
                PendingChangeRow.subscription_id == decision.subscription_id,
            )
        )
        return change_of(row) if row else None
