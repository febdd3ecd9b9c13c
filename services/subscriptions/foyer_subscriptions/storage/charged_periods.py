"""The periods that were charged, stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.charged_period import Before, ChargedPeriod, PlanBefore
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Stretch, Subscription
from foyer_subscriptions.storage.discount_columns import (
    discount_columns,
    discount_of,
    reduction_columns,
    reduction_of,
)
from foyer_subscriptions.storage.items import item_columns, item_of
from foyer_subscriptions.storage.plans import lines_as_stored, lines_from_stored
from foyer_subscriptions.storage.rows import ChargedPeriodRow


class ChargedPeriods:
    """Of subscriptions that are locked by whoever writes here."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_begun(self, subscriptions: Sequence[Subscription]) -> None:
        """Keep those that this piece of work began; what is kept already stays."""
        rows = [_columns_of(one, period) for one in subscriptions for period in one.begun]
        if rows:
            await self._session.execute(insert(ChargedPeriodRow).on_conflict_do_nothing(), rows)

    async def begun_after(
        self, scope: Scope, subscription_id: str, moment: datetime
    ) -> tuple[ChargedPeriod, ...]:
        """Those of a subscription that were begun later than that and stand, the latest one first."""
        rows = await self._session.scalars(
            select(ChargedPeriodRow)
            .where(
                ChargedPeriodRow.business_id == scope.business_id,
                ChargedPeriodRow.subscription_id == subscription_id,
                col(ChargedPeriodRow.begun_at) > moment,
                col(ChargedPeriodRow.voided_at).is_(None),
            )
            # By what they are for, as clocks of two processes differ; a change comes after its period began,
            # but one that waited for a period's end before the next one.
            .order_by(
                col(ChargedPeriodRow.begins).desc(),
                col(ChargedPeriodRow.begins) == col(ChargedPeriodRow.ends),
                col(ChargedPeriodRow.quote_id).is_(None),
                col(ChargedPeriodRow.begun_at).desc(),
            )
        )
        return tuple(_period_of(row) for row in rows)

    async def void(self, scope: Scope, periods: Sequence[ChargedPeriod], *, now: datetime) -> None:
        """Nothing is owed for them any more."""
        await self._session.execute(
            update(ChargedPeriodRow)
            .where(
                col(ChargedPeriodRow.business_id) == scope.business_id,
                col(ChargedPeriodRow.id).in_([period.id for period in periods]),
            )
            .values(voided_at=now)
        )


def _columns_of(subscription: Subscription, period: ChargedPeriod) -> dict[str, Any]:
    before = period.before
    return {
        "id": period.id,
        "business_id": subscription.business_id,
        "subscription_id": subscription.id,
        "begun_at": period.begun_at,
        "begins": period.begins,
        "ends": period.ends,
        "lines": list(period.lines),
        "status_before": before.status,
        "anchor_before": before.billing_anchor,
        "period_start_before": before.period_start,
        "period_end_before": before.period_end,
        "period_number_before": before.period_number,
        "bought_before": _stretch_columns(before.bought),
        "lapses_at_before": before.lapses_at,
        "paused_at_before": before.paused_at,
        "paused_by_before": before.paused_by,
        "pause_credited_before": before.pause_credited,
        "discount_before": discount_columns(before.discount) if before.discount else None,
        "plan_before": _plan_columns(before.plan) if before.plan else None,
        "carried": lines_as_stored(period.carried),
        "quote_id": period.quote_id,
        "voided_at": None,
    }


def _period_of(row: ChargedPeriodRow) -> ChargedPeriod:
    return ChargedPeriod(
        id=row.id,
        begun_at=row.begun_at,
        begins=row.begins,
        ends=row.ends,
        lines=tuple(row.lines),
        before=Before(
            status=Status(row.status_before),
            billing_anchor=row.anchor_before,
            period_start=row.period_start_before,
            period_end=row.period_end_before,
            period_number=row.period_number_before,
            bought=_stretch_of(row.bought_before),
            lapses_at=row.lapses_at_before,
            paused_at=row.paused_at_before,
            paused_by=PausedBy(row.paused_by_before) if row.paused_by_before else None,
            pause_credited=row.pause_credited_before,
            discount=discount_of(row.discount_before) if row.discount_before else None,
            plan=_plan_of(row.plan_before) if row.plan_before else None,
        ),
        carried=lines_from_stored(row.carried),
        quote_id=row.quote_id,
    )


def _plan_columns(plan: PlanBefore) -> dict[str, Any]:
    return {
        "items": [item_columns(item) for item in plan.items],
        "interval": plan.interval,
        "interval_count": plan.interval_count,
        "trial_ends_at": plan.trial_ends_at.isoformat() if plan.trial_ends_at else None,
    }


def _plan_of(stored: dict[str, Any]) -> PlanBefore:
    ends = stored["trial_ends_at"]
    return PlanBefore(
        items=tuple(item_of(item) for item in stored["items"]),
        interval=Interval(stored["interval"]),
        interval_count=stored["interval_count"],
        trial_ends_at=datetime.fromisoformat(ends) if ends else None,
    )


def _stretch_columns(stretch: Stretch) -> dict[str, Any]:
    reduction = stretch.reduction
    return {
        "begins": stretch.begins,
        "ends": stretch.ends,
        "whole": stretch.whole,
        "reduction": reduction_columns(reduction) if reduction else None,
        "items": [item_columns(item) for item in stretch.items] if stretch.items else None,
    }


def _stretch_of(stored: dict[str, Any]) -> Stretch:
    reduction = stored["reduction"]
    return Stretch(
        stored["begins"],
        stored["ends"],
        stored["whole"],
        reduction_of(reduction) if reduction else None,
        tuple(item_of(item) for item in stored.get("items") or ()) or None,
    )
