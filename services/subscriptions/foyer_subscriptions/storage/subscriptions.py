"""Subscriptions with their changes, stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from foyer_shared.basics.clock import Clocks
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Select, and_, case, cast, func, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.errors import SubscriptionNotFound
from foyer_subscriptions.domain.states import COUNTED_AS_ACTIVE, ENDED, Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    ChangeState,
    PausedBy,
    PendingChange,
    Subscription,
)
from foyer_subscriptions.storage.charged_periods import ChargedPeriods
from foyer_subscriptions.storage.columns import (
    change_columns_of,
    change_of,
    columns_of,
    subscription_of,
)
from foyer_subscriptions.storage.rows import PendingChangeRow, SubscriptionRow


class Subscriptions:
    """The subscriptions that whoever asks may see."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, subscription: Subscription) -> None:
        """Store a new subscription."""
        self._session.add(SubscriptionRow(**columns_of(subscription)))
        await self._session.flush()

    async def save(self, subscription: Subscription, *, now: datetime) -> Subscription:
        """Store a changed subscription and its changes; answers it with its next version."""
        saved = replace(subscription, version=subscription.version + 1)
        await self.save_all([saved], now=now)
        return saved

    async def save_all(self, changed: Sequence[Subscription], *, now: datetime) -> None:
        """Store changed subscriptions, which have their next versions already, and their changes."""
        if not changed:
            return
        await self._session.execute(update(SubscriptionRow), [columns_of(one) for one in changed])
        await ChargedPeriods(self._session).add_begun(changed)
        # Settled ones first: a new change may take the place of an old one of its kind.
        changes = sorted(
            ((one, change) for one in changed for change in one.changes),
            key=lambda pair: pair[1].state is ChangeState.WAITING,
        )
        if changes:
            statement = insert(PendingChangeRow)
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["id"],
                    set_={
                        "state": statement.excluded.state,
                        "effective_at": statement.excluded.effective_at,
                    },
                ),
                [change_columns_of(one, change, now=now) for one, change in changes],
            )

    async def get(self, scope: Scope, subscription_id: str) -> Subscription:
        """One subscription, to look at."""
        return await self._one(_visible(scope).where(SubscriptionRow.id == subscription_id))

    async def get_shown(self, scope: Scope, subscription_id: str) -> Subscription:
        """One subscription that its customer sees: none that is archived."""
        query = _visible(scope).where(col(SubscriptionRow.archived).is_(False))
        return await self._one(query.where(SubscriptionRow.id == subscription_id))

    async def get_for_share(self, scope: Scope, subscription_id: str) -> Subscription:
        """One subscription that nobody changes until the transaction ends; many may hold it so at once."""
        query = _visible(scope).where(SubscriptionRow.id == subscription_id)
        return await self._one(query.with_for_update(read=True))

    async def get_for_update(self, scope: Scope, subscription_id: str) -> Subscription:
        """One subscription, locked until the transaction ends."""
        query = _visible(scope).where(SubscriptionRow.id == subscription_id)
        return await self._one(query.with_for_update())

    async def list_page(
        self, scope: Scope, *, limit: int, after: str | None = None, archived: bool | None = None
    ) -> list[Subscription]:
        """Newest first, from the one after `after`: all, those that are archived, or those that are not."""
        query = _visible(scope)
        if archived is not None:
            query = query.where(col(SubscriptionRow.archived).is_(archived))
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

    async def list_not_ended(self, scope: Scope, *, limit: int) -> list[Subscription]:
        """What goes on, or is still to begin; the newest first."""
        query = _visible(scope).where(col(SubscriptionRow.status).not_in(ENDED))
        return await self._many(query.order_by(SubscriptionRow.id.desc()).limit(limit))

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

    async def get_change(self, subscription: Subscription, change_id: str) -> PendingChange | None:
        """One of its changes, whatever became of it."""
        row = await self._session.scalar(
            select(PendingChangeRow).where(
                PendingChangeRow.id == change_id, PendingChangeRow.subscription_id == subscription.id
            )
        )
        return change_of(row) if row else None

    async def resubscribed(self, scope: Scope, subscription_ids: Sequence[str]) -> set[str]:
        """Which of these were followed by a subscription that has not ended."""
        found = await self._session.scalars(
            select(col(SubscriptionRow.resubscribed_from)).where(
                SubscriptionRow.business_id == scope.business_id,
                col(SubscriptionRow.resubscribed_from).in_(subscription_ids),
                col(SubscriptionRow.ended_at).is_(None),
            )
        )
        return {subscription_id for subscription_id in found if subscription_id}

    async def lock_customer(self, scope: Scope) -> None:
        """Make whoever decides by what the customer has, such as a way to pay, do it one after the other."""
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(scope.customer_id, 0)))
        )

    async def holding_for_update(
        self, scope: Scope, product_id: str, *, after: str, limit: int
    ) -> list[Subscription]:
        """Those that have not ended and have the product, by id from the one after `after`, locked."""
        query = _visible(scope).where(
            col(SubscriptionRow.id) > after,
            col(SubscriptionRow.ended_at).is_(None),
            col(SubscriptionRow.items).contains([{"product_id": product_id}]),
        )
        return await self._many(query.order_by(SubscriptionRow.id).limit(limit).with_for_update())

    async def with_price_for_update(
        self, scope: Scope, price_id: str, *, begun_by: datetime, after: str, limit: int
    ) -> list[Subscription]:
        """Those that have not ended, have the price and had begun by then, by id from the one after `after`,
        locked.
        """
        query = _visible(scope).where(
            col(SubscriptionRow.id) > after,
            col(SubscriptionRow.ended_at).is_(None),
            col(SubscriptionRow.started_at) <= begun_by,
            col(SubscriptionRow.items).contains([{"price_id": price_id}]),
        )
        return await self._many(query.order_by(SubscriptionRow.id).limit(limit).with_for_update())

    async def awaiting_price_for_update(
        self, scope: Scope, migration_id: str, *, limit: int
    ) -> list[Subscription]:
        """Those on which the price of a migration waits, locked."""
        waiting = select(col(PendingChangeRow.subscription_id)).where(
            PendingChangeRow.kind == ChangeKind.PRICE,
            PendingChangeRow.state == ChangeState.WAITING,
            col(PendingChangeRow.price)["migration_id"].astext == migration_id,
        )
        query = _visible(scope).where(col(SubscriptionRow.id).in_(waiting))
        return await self._many(query.order_by(SubscriptionRow.id).limit(limit).with_for_update())

    async def awaiting_method_for_update(self, scope: Scope) -> list[Subscription]:
        """The customer's subscriptions that wait for a way to collect, locked."""
        query = _visible(scope).where(
            or_(
                SubscriptionRow.status == Status.PENDING_MANDATE,
                SubscriptionRow.paused_by == PausedBy.POLICY,
            )
        )
        return await self._many(query.with_for_update())

    async def claim_due_for_everyone(
        self, real: datetime, clocks: Clocks, *, limit: int
    ) -> list[Subscription]:
        """Those to which something is to happen by the clock of their business, the longest due first,
        locked; others' are passed over.
        """
        query = _due(select(SubscriptionRow), real, clocks).limit(limit)
        return await self._many(query.with_for_update(skip_locked=True))

    async def due_ids_for_everyone(
        self, real: datetime, clocks: Clocks, *, limit: int
    ) -> list[tuple[Scope, str]]:
        """The same ones by id, and whose they are, without reading or locking them."""
        query: Any = select(
            col(SubscriptionRow.business_id), col(SubscriptionRow.customer_id), col(SubscriptionRow.id)
        )
        rows = (await self._session.execute(_due(query, real, clocks).limit(limit))).all()
        return [(Scope(row.business_id, row.customer_id), row.id) for row in rows]

    async def next_due(self, scope: Scope) -> datetime | None:
        """When the next thing happens to one of them by itself."""
        moment = col(SubscriptionRow.next_due_at)
        due = _visible(scope).where(moment.is_not(None)).order_by(moment).limit(1)
        return await self._session.scalar(due.with_only_columns(moment))

    async def look_again_at(self, scope: Scope, subscription_id: str, moment: datetime) -> None:
        """Pass one over until then; what is due on it keeps its own moment."""
        await self._session.execute(
            update(SubscriptionRow)
            .where(SubscriptionRow.id == subscription_id, SubscriptionRow.business_id == scope.business_id)
            .values(next_due_at=moment)
        )

    async def forget_words(self, scope: Scope, customer_id: str) -> None:
        """Empty what the customer wrote on their changes, and what was linked to or written on their
        subscriptions.
        """
        own = (SubscriptionRow.business_id == scope.business_id, SubscriptionRow.customer_id == customer_id)
        said = col(PendingChangeRow.cancellation)
        await self._session.execute(
            update(PendingChangeRow)
            .where(
                col(PendingChangeRow.subscription_id).in_(select(col(SubscriptionRow.id)).where(*own)),
                func.jsonb_typeof(said) == "object",
            )
            .values(cancellation=said.op("||")(cast({"message": None}, JSONB)))
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(SubscriptionRow)
            .where(*own)
            .values(linked_services=[], custom_fields={})
            .execution_options(synchronize_session=False)
        )

    async def _one(self, query: Select[Any]) -> Subscription:
        found = await self._many(query)
        if not found:
            raise SubscriptionNotFound("There is no such subscription.")
        return found[0]

    async def _many(self, query: Select[Any]) -> list[Subscription]:
        rows = (await self._session.scalars(query.execution_options(populate_existing=True))).all()
        changes = await self._waiting([row.id for row in rows])
        return [subscription_of(row, changes.get(row.id, ())) for row in rows]

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
            found[row.subscription_id] = (*found.get(row.subscription_id, ()), change_of(row))
        return found


def _visible(scope: Scope) -> Select[SubscriptionRow]:
    query = select(SubscriptionRow).where(SubscriptionRow.business_id == scope.business_id)
    return query.where(SubscriptionRow.customer_id == scope.customer_id) if scope.customer_id else query


def _due(query: Any, real: datetime, clocks: Clocks) -> Any:
    moment = col(SubscriptionRow.next_due_at)
    moved = (
        and_(SubscriptionRow.business_id == business_id, moment <= clocks.of(business_id, real))
        for business_id in clocks.ahead
    )
    return query.where(or_(moment <= real, *moved)).order_by(moment)
