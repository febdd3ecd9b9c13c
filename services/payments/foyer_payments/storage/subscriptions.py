"""The copies of subscriptions."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.subscription import AUTOMATIC, LIVE, Subscription
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import SubscriptionRow

COLLECTED = and_(col(SubscriptionRow.status).in_(LIVE), col(SubscriptionRow.collection) == AUTOMATIC)
"""Live, and paid by what its customer has chosen, without a step of theirs."""


class Subscriptions:
    """Reads what is known of subscriptions; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def paid_automatically(self, scope: Scope, customer_id: str) -> list[Subscription]:
        """The customer's that are live and collected automatically, by name."""
        rows = await self._session.scalars(
            select(SubscriptionRow)
            .where(
                owned_by(scope, SubscriptionRow), col(SubscriptionRow.customer_id) == customer_id, COLLECTED
            )
            .order_by(col(SubscriptionRow.name), col(SubscriptionRow.id))
        )
        return [Subscription(id=row.id, name=row.name) for row in rows]
