"""What is known of cancellations, whether their tickets are here already or not."""

from foyer_shared.basics.origin import Actor, Scope
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.outcome import Outcome, Settlement
from foyer_support.storage.rows import OutcomeRow


class Outcomes:
    """Reads and writes what became of cancellations: of one of them, or of all of a subscription's."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, subscription_id: str) -> None:
        """One at a time until the end of the work, so that a request and its outcome see each other."""
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(subscription_id, 0)))
        )

    async def remember(self, scope: Scope, about: str, outcome: Outcome) -> None:
        """Of a change, or of a subscription that has ended; what is known already stays."""
        statement = insert(OutcomeRow).values(
            business_id=scope.business_id,
            about=about,
            settlement=outcome.settlement,
            actor=str(outcome.actor),
            at=outcome.at,
        )
        await self._session.execute(statement.on_conflict_do_nothing())

    async def of(self, scope: Scope, change_id: str, subscription_id: str) -> Outcome | None:
        """What became of the change itself, else of its subscription; None while nothing has."""
        found = await self._session.scalars(
            select(OutcomeRow)
            .where(
                col(OutcomeRow.business_id) == scope.business_id,
                col(OutcomeRow.about).in_((change_id, subscription_id)),
            )
            .order_by(col(OutcomeRow.about) == subscription_id)
        )
        row = found.first()
        return Outcome(Settlement(row.settlement), Actor.parse(row.actor), row.at) if row else None
