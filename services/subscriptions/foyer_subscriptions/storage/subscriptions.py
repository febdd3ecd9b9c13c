"""Subscriptions with their changes, stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Select, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.errors import SubscriptionNotFound
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.states import COUNTED_AS_ACTIVE, Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    ChangeState,
    Collection,
    Item,
    PausedBy,
    PendingChange,
    Subscription,
)
from foyer_subscriptions.storage.rows import PendingChangeRow, SubscriptionRow


class Subscriptions:
    """The subscriptions that whoever asks may see."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, subscription: Subscription) -> None:
        """Store a new subscription."""
        self._session.add(SubscriptionRow(**_columns(subscription)))
        await self._session.flush()

    async def save(self, subscription: Subscription, *, now: datetime) -> Subscription:
        """Store a changed subscription and its changes; answers it with its next version."""
        saved = replace(subscription, version=subscription.version + 1)
        columns = _columns(saved)
        await self._session.execute(
            update(SubscriptionRow).where(SubscriptionRow.id == saved.id).values(**columns)
        )
        # Settled ones first: a new change may take the place of an old one of its kind.
        for change in sorted(saved.changes, key=lambda change: change.state is ChangeState.WAITING):
            statement = insert(PendingChangeRow).values(
                id=change.id,
                subscription_id=saved.id,
                kind=change.kind,
                effective_at=change.effective_at,
                resumes_at=change.resumes_at,
                requested_by=change.requested_by,
                state=change.state,
                requested_at=now,
            )
            await self._session.execute(
                statement.on_conflict_do_update(index_elements=["id"], set_={"state": change.state})
            )
        return saved

    async def get(self, scope: Scope, subscription_id: str) -> Subscription:
        """One subscription, to look at."""
        return await self._one(_visible(scope).where(SubscriptionRow.id == subscription_id))

    async def get_for_update(self, scope: Scope, subscription_id: str) -> Subscription:
        """One subscription, locked until the transaction ends."""
        query = _visible(scope).where(SubscriptionRow.id == subscription_id)
        return await self._one(query.with_for_update())

    async def list_page(self, scope: Scope, *, limit: int, after: str | None = None) -> list[Subscription]:
        """Newest first, from the one after `after`."""
        query = _visible(scope)
        if after:
            query = query.where(SubscriptionRow.id < after)
        return await self._many(query.order_by(SubscriptionRow.id.desc()).limit(limit))

    async def list_active(self, scope: Scope, *, limit: int) -> list[Subscription]:
        """Those that the counter counts; active ones before trials before paused ones, next charge first."""
        rank: ColumnElement[int] = case(
            (SubscriptionRow.status == Status.PAST_DUE, 0),
            (SubscriptionRow.status == Status.ACTIVE, 1),
            (SubscriptionRow.status == Status.TRIALING, 2),
            else_=3,
        )
        query = _visible(scope).where(SubscriptionRow.status.in_(COUNTED_AS_ACTIVE))
        order = (rank, SubscriptionRow.current_period_end, SubscriptionRow.id)
        return await self._many(query.order_by(*order).limit(limit))

    async def count_active(self, scope: Scope) -> int:
        """How many the portal's counter shows."""
        active = _visible(scope).where(SubscriptionRow.status.in_(COUNTED_AS_ACTIVE)).subquery()
        return await self._session.scalar(select(func.count()).select_from(active)) or 0

    async def count_pauses_of(
        self, scope: Scope, subscription_ids: Sequence[str], *, since: datetime
    ) -> dict[str, int]:
        """How many pauses of the customer began since then, by subscription; those with none are left out."""
        rows = await self._session.execute(
            select(col(PendingChangeRow.subscription_id), func.count())
            .join(SubscriptionRow, SubscriptionRow.id == PendingChangeRow.subscription_id)
            .where(
                SubscriptionRow.business_id == scope.business_id,
                PendingChangeRow.subscription_id.in_(subscription_ids),
                # Each pause that begins has its end waiting as a change of its own.
                PendingChangeRow.kind == ChangeKind.RESUME,
                PendingChangeRow.requested_by == PausedBy.CUSTOMER,
                PendingChangeRow.requested_at > since,
            )
            .group_by(PendingChangeRow.subscription_id)
        )
        return dict(list(rows))

    async def lock_customer(self, scope: Scope) -> None:
        """Make whoever decides by what the customer has, such as a way to pay, do it one after the other."""
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(scope.customer_id, 0)))
        )

    async def awaiting_mandate_for_update(self, scope: Scope) -> list[Subscription]:
        """The customer's subscriptions that wait for a way to collect, locked."""
        query = _visible(scope).where(SubscriptionRow.status == Status.PENDING_MANDATE)
        return await self._many(query.with_for_update())

    async def due_for_everyone(self, now: datetime, *, limit: int) -> list[tuple[Scope, str]]:
        """Whose changes are due, and on which subscription, the longest due first."""
        query = (
            select(
                col(SubscriptionRow.business_id), col(SubscriptionRow.customer_id), col(SubscriptionRow.id)
            )
            .join(PendingChangeRow, PendingChangeRow.subscription_id == SubscriptionRow.id)
            .where(PendingChangeRow.state == ChangeState.WAITING, PendingChangeRow.effective_at <= now)
            .order_by(PendingChangeRow.effective_at)
            .limit(limit)
        )
        rows = await self._session.execute(query)
        return [(Scope(business_id, customer_id), found) for business_id, customer_id, found in rows]

    async def _one(self, query: Select[Any]) -> Subscription:
        found = await self._many(query)
        if not found:
            raise SubscriptionNotFound("There is no such subscription.")
        return found[0]

    async def _many(self, query: Select[Any]) -> list[Subscription]:
        rows = (await self._session.scalars(query.execution_options(populate_existing=True))).all()
        changes = await self._waiting([row.id for row in rows])
        return [_subscription(row, changes.get(row.id, ())) for row in rows]

    async def _waiting(self, subscription_ids: Sequence[str]) -> dict[str, tuple[PendingChange, ...]]:
        if not subscription_ids:
            return {}
        rows = await self._session.scalars(
            select(PendingChangeRow)
            .where(
                PendingChangeRow.subscription_id.in_(subscription_ids),
                PendingChangeRow.state == ChangeState.WAITING,
            )
            .execution_options(populate_existing=True)
        )
        found: dict[str, tuple[PendingChange, ...]] = {}
        for row in rows:
            found[row.subscription_id] = (*found.get(row.subscription_id, ()), _change(row))
        return found


def _visible(scope: Scope) -> Select[SubscriptionRow]:
    query = select(SubscriptionRow).where(SubscriptionRow.business_id == scope.business_id)
    return query.where(SubscriptionRow.customer_id == scope.customer_id) if scope.customer_id else query


def _columns(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "business_id": subscription.business_id,
        "customer_id": subscription.customer_id,
        "status": subscription.status,
        "items": [
            {
                "price_id": item.price_id,
                "product_id": item.product_id,
                "product_name": item.product_name,
                "quantity": item.quantity,
                "amount": item.unit_amount.amount,
                "currency": item.unit_amount.currency,
            }
            for item in subscription.items
        ],
        "interval": subscription.interval,
        "interval_count": subscription.interval_count,
        "collection": subscription.collection,
        "started_at": subscription.started_at,
        "trial_ends_at": subscription.trial_ends_at,
        "billing_anchor": subscription.billing_anchor,
        "current_period_start": subscription.current_period_start,
        "current_period_end": subscription.current_period_end,
        "paused_at": subscription.paused_at,
        "paused_by": subscription.paused_by,
        "version": subscription.version,
    }


def _subscription(row: SubscriptionRow, changes: tuple[PendingChange, ...]) -> Subscription:
    return Subscription(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        status=Status(row.status),
        items=tuple(
            Item(
                price_id=item["price_id"],
                product_id=item["product_id"],
                product_name=item["product_name"],
                quantity=item["quantity"],
                unit_amount=Money(item["amount"], item["currency"]),
            )
            for item in row.items
        ),
        interval=Interval(row.interval),
        interval_count=row.interval_count,
        collection=Collection(row.collection),
        started_at=row.started_at,
        trial_ends_at=row.trial_ends_at,
        billing_anchor=row.billing_anchor,
        current_period_start=row.current_period_start,
        current_period_end=row.current_period_end,
        paused_at=row.paused_at,
        paused_by=PausedBy(row.paused_by) if row.paused_by else None,
        changes=changes,
        version=row.version,
    )


def _change(row: PendingChangeRow) -> PendingChange:
    return PendingChange(
        id=row.id,
        kind=ChangeKind(row.kind),
        effective_at=row.effective_at,
        requested_by=PausedBy(row.requested_by),
        resumes_at=row.resumes_at,
        state=ChangeState(row.state),
    )
