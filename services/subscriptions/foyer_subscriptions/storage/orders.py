"""What is known of orders, stored."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_subscriptions.domain.holding import OrderFacts
from foyer_subscriptions.storage.rows import OrderRow


class Orders:
    """The orders of a business, as far as their events have told."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_for_update(self, scope: Scope, order_id: str, *, customer_id: str) -> OrderFacts:
        """What is known of it, locked; nothing yet of one that is heard of first."""
        await self._session.execute(
            insert(OrderRow)
            .values(
                id=order_id,
                business_id=scope.business_id,
                customer_id=customer_id,
                products={},
                paid_version=0,
                reversed_version=0,
                refunds={},
            )
            .on_conflict_do_nothing()
        )
        rows = await self._session.scalars(
            select(OrderRow)
            .where(OrderRow.id == order_id, OrderRow.business_id == scope.business_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        row = rows.one()
        return OrderFacts(
            id=row.id,
            business_id=row.business_id,
            customer_id=row.customer_id,
            products=row.products,
            paid_version=row.paid_version,
            reversed_version=row.reversed_version,
            refunds=row.refunds,
        )

    async def save(self, order: OrderFacts) -> None:
        """Store what has become known."""
        await self._session.execute(
            update(OrderRow)
            .where(OrderRow.id == order.id)
            .values(
                products=dict(order.products),
                paid_version=order.paid_version,
                reversed_version=order.reversed_version,
                refunds={refund: dict(products) for refund, products in order.refunds.items()},
            )
        )
