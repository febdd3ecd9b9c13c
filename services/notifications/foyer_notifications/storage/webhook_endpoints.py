"""Webhook endpoints, stored."""

from collections.abc import Sequence
from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, func, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.webhook_endpoint import (
    EndpointDetails,
    Stop,
    WebhookEndpoint,
    WebhookEndpointNotFound,
)
from foyer_notifications.storage.rows import WebhookEndpointRow

_DETAILS = frozenset(EndpointDetails.__slots__)


class WebhookEndpoints:
    """The endpoints of the business of a scope."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, endpoint: WebhookEndpoint) -> None:
        """Store a new one."""
        self._session.add(WebhookEndpointRow(**_columns(endpoint)))
        await self._session.flush()

    async def save(self, endpoint: WebhookEndpoint) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(WebhookEndpointRow)
            .where(col(WebhookEndpointRow.id) == endpoint.id)
            .values(**_columns(endpoint))
        )

    async def remove(self, endpoint: WebhookEndpoint) -> None:
        """Keep nothing of it."""
        await self._session.execute(
            delete(WebhookEndpointRow).where(col(WebhookEndpointRow.id) == endpoint.id)
        )

    async def count_to_add(self, scope: Scope) -> int:
        """How many there are; it stays so until the transaction ends."""
        await self._session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
            {"key": f"webhook_endpoints:{scope.business_id}"},
        )
        found = await self._session.execute(
            select(func.count()).where(WebhookEndpointRow.business_id == scope.business_id)
        )
        return found.scalar_one()

    async def get(self, scope: Scope, endpoint_id: str, *, lock: bool = False) -> WebhookEndpoint:
        """One of the business's. Raises WebhookEndpointNotFound."""
        found = await self.find(scope, endpoint_id, lock=lock)
        if found is None:
            raise WebhookEndpointNotFound("There is no such endpoint.")
        return found

    async def find(self, scope: Scope, endpoint_id: str, *, lock: bool = False) -> WebhookEndpoint | None:
        """The same, None when it is gone."""
        query = select(WebhookEndpointRow).where(
            WebhookEndpointRow.id == endpoint_id, WebhookEndpointRow.business_id == scope.business_id
        )
        row = (await self._session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
        return _endpoint(row) if row else None

    async def enabled(self, scope: Scope) -> Sequence[WebhookEndpoint]:
        """Those that events are sent to. The ordered ones are locked: what is given to them is given in the
        order in which it commits.
        """
        mine = select(WebhookEndpointRow).where(
            WebhookEndpointRow.business_id == scope.business_id, col(WebhookEndpointRow.enabled).is_(True)
        )
        await self._session.execute(
            mine.where(col(WebhookEndpointRow.ordered).is_(True))
            .order_by(col(WebhookEndpointRow.id))
            .with_for_update()
        )
        return [_endpoint(row) for row in (await self._session.execute(mine)).scalars()]

    async def count_failing_for_everyone(self) -> int:
        """How many are on and have not taken what they got last."""
        found = await self._session.execute(
            select(func.count()).where(
                col(WebhookEndpointRow.enabled).is_(True), col(WebhookEndpointRow.failing_since).is_not(None)
            )
        )
        return found.scalar_one()

    async def list_page(self, scope: Scope, *, before: str | None, limit: int) -> list[WebhookEndpoint]:
        """The newest of the business, those made before the one with id `before`."""
        query = select(WebhookEndpointRow).where(WebhookEndpointRow.business_id == scope.business_id)
        if before is not None:
            query = query.where(col(WebhookEndpointRow.id) < before)
        found = await self._session.execute(query.order_by(col(WebhookEndpointRow.id).desc()).limit(limit))
        return [_endpoint(row) for row in found.scalars()]


def _columns(endpoint: WebhookEndpoint) -> dict[str, object]:
    columns: dict[str, object] = asdict(endpoint)
    del columns["details"]
    return columns | asdict(endpoint.details) | {"events": list(endpoint.details.events)}


def _endpoint(row: WebhookEndpointRow) -> WebhookEndpoint:
    columns = row.model_dump()
    details = {name: columns.pop(name) for name in _DETAILS}
    stopped = Stop(row.stopped_because) if row.stopped_because else None
    return WebhookEndpoint(
        **columns | {"stopped_because": stopped},
        details=EndpointDetails(**details | {"events": tuple(row.events)}),
    )
