"""Which subscriptions are collected with another method than the default."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.storage.rows import SubscriptionMethodRow


class SubscriptionMethods:
    """Reads and writes the choices; whoever writes holds the customer's wallet."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def chosen_for(self, scope: Scope, subscription_id: str) -> str | None:
        """The id of the method."""
        chosen: str | None = await self._session.scalar(
            select(col(SubscriptionMethodRow.payment_method_id)).where(
                col(SubscriptionMethodRow.business_id) == scope.business_id,
                col(SubscriptionMethodRow.subscription_id) == subscription_id,
            )
        )
        return chosen

    async def choose(self, scope: Scope, customer_id: str, subscription_id: str, method_id: str) -> None:
        """In the place of what was chosen before."""
        statement = upsert(SubscriptionMethodRow).values(
            subscription_id=subscription_id,
            business_id=scope.business_id,
            customer_id=customer_id,
            payment_method_id=method_id,
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["subscription_id"],
                set_={"payment_method_id": statement.excluded.payment_method_id},
            )
        )

    async def pass_on(self, scope: Scope, method_id: str, heir_id: str) -> None:
        """What was collected with one is collected with the other."""
        await self._session.execute(
            update(SubscriptionMethodRow)
            .where(
                col(SubscriptionMethodRow.business_id) == scope.business_id,
                col(SubscriptionMethodRow.payment_method_id) == method_id,
            )
            .values(payment_method_id=heir_id)
            .execution_options(synchronize_session=False)
        )

    async def forget_all(self, scope: Scope, customer_id: str) -> bool:
        """The default is used for all of the customer's; whether that is another one for any of them."""
        forgotten = await self._session.scalars(
            delete(SubscriptionMethodRow)
            .where(
                col(SubscriptionMethodRow.business_id) == scope.business_id,
                col(SubscriptionMethodRow.customer_id) == customer_id,
            )
            .returning(col(SubscriptionMethodRow.subscription_id))
        )
        return bool(forgotten.all())

    async def forget_method(self, scope: Scope, method_id: str) -> None:
        """What was collected with it is collected with the default."""
        await self._session.execute(
            delete(SubscriptionMethodRow).where(
                col(SubscriptionMethodRow.business_id) == scope.business_id,
                col(SubscriptionMethodRow.payment_method_id) == method_id,
            )
        )

    async def forget(self, scope: Scope, subscription_id: str) -> None:
        """Nothing is collected for it any more."""
        await self._session.execute(
            delete(SubscriptionMethodRow).where(
                col(SubscriptionMethodRow.business_id) == scope.business_id,
                col(SubscriptionMethodRow.subscription_id) == subscription_id,
            )
        )
