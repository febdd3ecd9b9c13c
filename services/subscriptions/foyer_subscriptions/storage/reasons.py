"""The reasons for canceling that businesses ask for, stored."""

from collections.abc import Sequence
from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_subscriptions.domain.cancellation_reasons import DEFAULT_REASONS, Reason
from foyer_subscriptions.storage.rows import CancellationReasonsRow


class Reasons:
    """The reasons of a business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope) -> tuple[Reason, ...]:
        """In the order in which they are asked for."""
        row = await self._session.get(CancellationReasonsRow, scope.business_id)
        return tuple(Reason(**reason) for reason in row.reasons) if row else DEFAULT_REASONS

    async def put(self, scope: Scope, reasons: Sequence[Reason]) -> None:
        """From now on these."""
        stored = [asdict(reason) for reason in reasons]
        statement = insert(CancellationReasonsRow).values(business_id=scope.business_id, reasons=stored)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["business_id"], set_={"reasons": stored})
        )
