"""Deliveries of events to endpoints, stored."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, and_, case, delete, func, or_, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.webhook_delivery import DeliveryState, WebhookDelivery
from foyer_notifications.storage.rows import WebhookDeliveryRow, WebhookEndpointRow

SIDE_BY_SIDE = 4
"""Under way to one endpoint at a time; to one that is failing, or is ordered, there is one."""


class WebhookDeliveries:
    """The deliveries to the endpoints of the business of a scope."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, delivery: WebhookDelivery) -> None:
        """Store a new one, in place of an earlier one of the same event to the same endpoint."""
        await self._session.execute(
            delete(WebhookDeliveryRow).where(
                col(WebhookDeliveryRow.endpoint_id) == delivery.endpoint_id,
                col(WebhookDeliveryRow.event_id) == delivery.event_id,
            )
        )
        self._session.add(WebhookDeliveryRow(**asdict(delivery)))
        await self._session.flush()

    async def save(self, delivery: WebhookDelivery) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(WebhookDeliveryRow)
            .where(col(WebhookDeliveryRow.id) == delivery.id)
            .values(**asdict(delivery))
        )

    async def find_for_update(self, scope: Scope, delivery_id: str) -> WebhookDelivery | None:
        """One of the business's, locked; None when it is gone."""
        found = await self._session.execute(
            select(WebhookDeliveryRow)
            .where(WebhookDeliveryRow.id == delivery_id, WebhookDeliveryRow.business_id == scope.business_id)
            .with_for_update()
        )
        row = found.scalar_one_or_none()
        return _delivery(row) if row else None

    async def due_for_everyone(self, real: datetime, *, limit: int) -> list[WebhookDelivery]:
        """What may be tried now, locked; each endpoint comes to its turn, and none is asked too much at once.

        Rows that another process has locked are its own, and those that it has taken since are left out.
        """
        ids = [*await self._heads(real, limit), *await self._others(real, limit)][:limit]
        found = await self._session.execute(
            select(WebhookDeliveryRow)
            .where(col(WebhookDeliveryRow.id).in_(ids), col(WebhookDeliveryRow.next_try_at) <= real)
            .with_for_update(skip_locked=True)
        )
        return [_delivery(row) for row in found.scalars()]

    async def oldest_due_for_everyone(self, real: datetime) -> datetime | None:
        """Since when the one has been due that has waited longest, of endpoints that take what they get."""
        query = (
            select(func.min(col(WebhookDeliveryRow.next_try_at)))
            .join(WebhookEndpointRow, col(WebhookEndpointRow.id) == WebhookDeliveryRow.endpoint_id)
            .where(
                _may_be_called(real),
                col(WebhookEndpointRow.failing_since).is_(None),
                col(WebhookDeliveryRow.next_try_at) <= real,
            )
        )
        return (await self._session.execute(query)).scalar_one()

    async def list_page(
        self,
        scope: Scope,
        endpoint_id: str,
        *,
        before: str | None,
        limit: int,
        state: DeliveryState | None = None,
    ) -> list[WebhookDelivery]:
        """The newest to an endpoint, those made before the one with id `before`."""
        query = select(WebhookDeliveryRow).where(
            WebhookDeliveryRow.business_id == scope.business_id,
            WebhookDeliveryRow.endpoint_id == endpoint_id,
        )
        if state is not None:
            query = query.where(WebhookDeliveryRow.state == state)
        if before is not None:
            query = query.where(col(WebhookDeliveryRow.id) < before)
        found = await self._session.execute(query.order_by(col(WebhookDeliveryRow.id).desc()).limit(limit))
        return [_delivery(row) for row in found.scalars()]

    async def remove_of(self, scope: Scope, endpoint_id: str) -> None:
        """Keep none of an endpoint's."""
        await self._session.execute(
            delete(WebhookDeliveryRow).where(
                col(WebhookDeliveryRow.business_id) == scope.business_id,
                col(WebhookDeliveryRow.endpoint_id) == endpoint_id,
            )
        )

    async def _heads(self, real: datetime, limit: int) -> Sequence[str]:
        """The first that has not ended of each ordered endpoint, where it is due."""
        head = (
            select(WebhookDeliveryRow.id, WebhookDeliveryRow.next_try_at)
            .where(
                WebhookDeliveryRow.endpoint_id == WebhookEndpointRow.id,
                col(WebhookDeliveryRow.next_try_at).is_not(None),
            )
            .order_by(col(WebhookDeliveryRow.position))
            .limit(1)
            .lateral()
        )
        found = await self._session.scalars(
            select(head.c.id)
            .select_from(WebhookEndpointRow)
            .join(head, true())
            .where(
                _may_be_called(real),
                col(WebhookEndpointRow.ordered).is_(True),
                head.c.next_try_at <= real,
            )
            .order_by(head.c.next_try_at)
            .limit(limit)
        )
        return found.all()

    async def _others(self, real: datetime, limit: int) -> Sequence[str]:
        """Of each other endpoint as many as it has room for, the first of all before the second of any."""
        busy = (
            select(func.count())
            .where(
                WebhookDeliveryRow.endpoint_id == WebhookEndpointRow.id,
                WebhookDeliveryRow.state == DeliveryState.SENDING,
                col(WebhookDeliveryRow.next_try_at) > real,
            )
            .correlate(WebhookEndpointRow)
            .scalar_subquery()
        )
        due = (
            select(
                WebhookDeliveryRow.id,
                WebhookDeliveryRow.next_try_at,
                func.row_number().over(order_by=col(WebhookDeliveryRow.next_try_at)).label("place"),
            )
            .where(
                WebhookDeliveryRow.endpoint_id == WebhookEndpointRow.id,
                col(WebhookDeliveryRow.next_try_at) <= real,
            )
            .order_by(col(WebhookDeliveryRow.next_try_at))
            .limit(SIDE_BY_SIDE)
            .lateral()
        )
        room = case((col(WebhookEndpointRow.failing_since).is_not(None), 1), else_=SIDE_BY_SIDE) - busy
        found = await self._session.scalars(
            select(due.c.id)
            .select_from(WebhookEndpointRow)
            .join(due, true())
            .where(
                _may_be_called(real),
                col(WebhookEndpointRow.ordered).is_(False),
                due.c.place <= room,
            )
            .order_by(due.c.place, due.c.next_try_at)
            .limit(limit)
        )
        return found.all()


def _may_be_called(real: datetime) -> ColumnElement[bool]:
    until = col(WebhookEndpointRow.left_alone_until)
    return and_(col(WebhookEndpointRow.enabled).is_(True), or_(until.is_(None), until <= real))


def _delivery(row: WebhookDeliveryRow) -> WebhookDelivery:
    return WebhookDelivery(**row.model_dump(exclude={"position", "state"}), state=DeliveryState(row.state))
