"""Payment plans in the database."""

from collections.abc import Sequence
from datetime import date

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, exists, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.payment_plan import (
    LIVE,
    Instalment,
    PaymentPlan,
    PaymentPlanNotFound,
    PlanStatus,
)
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import CollectionCaseRow, PaymentPlanRow

IS_RUNNING = col(PaymentPlanRow.status) == PlanStatus.RUNNING
GOES_ON = IS_RUNNING & ~exists().where(
    col(CollectionCaseRow.id) == col(PaymentPlanRow.case_id), col(CollectionCaseRow.held_at).is_not(None)
)
IS_LIVE = col(PaymentPlanRow.status).in_(LIVE)


class PaymentPlans:
    """Reads and writes payment plans."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, plan_id: str) -> PaymentPlan:
        """Raises PaymentPlanNotFound."""
        row = await self._session.scalar(_select(scope).where(col(PaymentPlanRow.id) == plan_id))
        if row is None:
            raise PaymentPlanNotFound("There is no such payment plan.")
        return _plan(row)

    async def find_live_for_update(self, scope: Scope, case_id: str) -> PaymentPlan | None:
        """The case's that waits for an answer or runs, locked after the case."""
        query = _select(scope).where(col(PaymentPlanRow.case_id) == case_id, IS_LIVE).with_for_update()
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        return _plan(row) if row else None

    async def latest_of(self, scope: Scope, case_ids: Sequence[str]) -> dict[str, PaymentPlan]:
        """The newest of each case that has one."""
        oldest_first = (col(PaymentPlanRow.requested_at), col(PaymentPlanRow.id))
        query = _select(scope).where(col(PaymentPlanRow.case_id).in_(case_ids)).order_by(*oldest_first)
        return {row.case_id: _plan(row) for row in await self._session.scalars(query)}

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: Place | None = None,
        status: PlanStatus | None = None,
        customer_id: str | None = None,
        case_id: str | None = None,
    ) -> list[PaymentPlan]:
        """The newest first, beginning after a place; of what is named only."""
        query = (
            _select(scope)
            .order_by(col(PaymentPlanRow.requested_at).desc(), col(PaymentPlanRow.id).desc())
            .limit(limit)
        )
        if status is not None:
            query = query.where(col(PaymentPlanRow.status) == status)
        if customer_id is not None:
            query = query.where(col(PaymentPlanRow.customer_id) == customer_id)
        if case_id is not None:
            query = query.where(col(PaymentPlanRow.case_id) == case_id)
        if after is not None:
            query = query.where(tuple_(col(PaymentPlanRow.requested_at), col(PaymentPlanRow.id)) < after)
        return [_plan(row) for row in await self._session.scalars(query)]

    async def day_to_come(self, scope: Scope) -> date | None:
        """The first day on which one has something to do."""
        first = select(func.min(col(PaymentPlanRow.next_on)))
        return await self._session.scalar(first.where(owned_by(scope, PaymentPlanRow), GOES_ON))

    async def list_due(self, scope: Scope, *, today: date, limit: int) -> list[str]:
        """The cases of running ones with something to do, save those on hold; to be read anew under their
        lock.
        """
        query = (
            select(col(PaymentPlanRow.case_id))
            .where(owned_by(scope, PaymentPlanRow), GOES_ON, col(PaymentPlanRow.next_on) <= today)
            .order_by(col(PaymentPlanRow.next_on), col(PaymentPlanRow.id))
            .limit(limit)
        )
        return list(await self._session.scalars(query))

    async def add(self, plan: PaymentPlan) -> None:
        """Write a new one."""
        await self._session.execute(
            insert(PaymentPlanRow).values(
                id=plan.id,
                business_id=plan.business_id,
                customer_id=plan.customer_id,
                case_id=plan.case_id,
                invoice_id=plan.invoice_id,
                currency=plan.total.currency,
                requested_at=plan.requested_at,
                **_changeable(plan),
            )
        )

    async def save(self, plan: PaymentPlan) -> None:
        """Write what changed."""
        await self._session.execute(
            update(PaymentPlanRow)
            .where(col(PaymentPlanRow.id) == plan.id)
            .values(**_changeable(plan))
            .execution_options(synchronize_session=False)
        )


def _select(scope: Scope) -> Select[PaymentPlanRow]:
    return select(PaymentPlanRow).where(owned_by(scope, PaymentPlanRow))


def _changeable(plan: PaymentPlan) -> dict[str, object]:
    return {
        "total": plan.total.amount,
        "instalments": [
            {"due_on": each.due_on.isoformat(), "amount": each.amount.amount} for each in plan.instalments
        ],
        "status": plan.status,
        "announced": plan.announced,
        "next_on": plan.next_on,
        "decided_at": plan.decided_at,
        "decided_by": plan.decided_by,
        "decline_reason": plan.decline_reason,
        "ended_at": plan.ended_at,
        "version": plan.version,
    }


def _plan(row: PaymentPlanRow) -> PaymentPlan:
    return PaymentPlan(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        case_id=row.case_id,
        invoice_id=row.invoice_id,
        instalments=tuple(
            Instalment(number, date.fromisoformat(each["due_on"]), Money(each["amount"], row.currency))
            for number, each in enumerate(row.instalments, start=1)
        ),
        requested_at=row.requested_at,
        status=PlanStatus(row.status),
        announced=row.announced,
        next_on=row.next_on,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decline_reason=row.decline_reason,
        ended_at=row.ended_at,
        version=row.version,
    )
