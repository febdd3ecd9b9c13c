"""Events as they go out by webhook, kept for 30 days."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.webhook_delivery import WebhookEvent, WebhookEventNotFound
from foyer_notifications.storage.rows import WebhookDeliveryRow, WebhookEventRow


class WebhookEvents:
    """The events of the business of a scope."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, event: WebhookEvent) -> bool:
        """Store it, unless it is known, as what an operator replays may be; whether it was new."""
        added = await self._session.execute(
            insert(WebhookEventRow)
            .values(asdict(event))
            .on_conflict_do_nothing(index_elements=["id"])
            .returning(col(WebhookEventRow.id))
        )
        return added.scalar_one_or_none() is not None

    async def get(self, scope: Scope, event_id: str) -> WebhookEvent:
        """One of the business's. Raises WebhookEventNotFound."""
        found = await self._session.execute(
            select(WebhookEventRow).where(
                WebhookEventRow.id == event_id, WebhookEventRow.business_id == scope.business_id
            )
        )
        row = found.scalar_one_or_none()
        if row is None:
            raise WebhookEventNotFound("There is no such event, or it is older than 30 days.")
        return WebhookEvent(**row.model_dump())

    async def list_page(
        self, scope: Scope, *, before: str | None, limit: int, event_type: str | None
    ) -> list[WebhookEvent]:
        """The newest of the business, those made before the one with id `before`; of one type, if given."""
        query = select(WebhookEventRow).where(WebhookEventRow.business_id == scope.business_id)
        if event_type is not None:
            query = query.where(WebhookEventRow.type == event_type)
        if before is not None:
            query = query.where(col(WebhookEventRow.id) < before)
        found = await self._session.execute(query.order_by(col(WebhookEventRow.id).desc()).limit(limit))
        return [WebhookEvent(**row.model_dump()) for row in found.scalars()]

    async def arrived_since(self, scope: Scope, real: datetime) -> list[tuple[str, str]]:
        """The ids and types of the business's that arrived from a real moment on, in that order."""
        row = WebhookEventRow
        found = await self._session.execute(
            select(row.id, row.type)
            .where(row.business_id == scope.business_id, col(row.recorded_at) >= real)
            .order_by(col(row.recorded_at), col(row.id))
        )
        return [(event_id, event_type) for event_id, event_type in found]

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Keep nothing that was about the customer, nor send what still waits."""
        await self._session.execute(
            delete(WebhookDeliveryRow).where(
                col(WebhookDeliveryRow.event_id).in_(
                    select(WebhookEventRow.id).where(
                        WebhookEventRow.business_id == scope.business_id,
                        WebhookEventRow.customer_id == customer_id,
                    )
                )
            )
        )
        await self._session.execute(
            delete(WebhookEventRow).where(
                col(WebhookEventRow.business_id) == scope.business_id,
                col(WebhookEventRow.customer_id) == customer_id,
            )
        )

    async def forget_old_for_everyone(self, before: datetime, *, limit: int) -> int:
        """Delete those recorded before a real moment, with their deliveries; how many."""
        old = (
            select(WebhookEventRow.id)
            .where(col(WebhookEventRow.recorded_at) < before)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._session.scalars(
            delete(WebhookEventRow)
            .where(col(WebhookEventRow.id).in_(old))
            .returning(col(WebhookEventRow.id))
            .execution_options(synchronize_session=False)
        )
        ids = gone.all()
        await self._session.execute(
            delete(WebhookDeliveryRow).where(col(WebhookDeliveryRow.event_id).in_(ids))
        )
        return len(ids)
