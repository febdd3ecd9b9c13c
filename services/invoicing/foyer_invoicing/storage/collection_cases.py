"""Collection cases in the database."""

from datetime import date

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from foyer_invoicing.domain.collection_case import (
    CaseStatus,
    CollectionCase,
    CollectionCaseNotFound,
    HoldReason,
    Outcome,
    Stage,
)
from foyer_invoicing.domain.payment_plan import LIVE
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import ChargeRow, CollectionCaseRow, InvoiceRow, PaymentPlanRow

_Principal, _FeeInvoice = aliased(InvoiceRow), aliased(InvoiceRow)

IS_OPEN = col(CollectionCaseRow.settled_at).is_(None)

_MONEY_IS_ON_ITS_WAY = or_(
    exists().where(
        col(ChargeRow.invoice_id).in_(
            [col(CollectionCaseRow.invoice_id), col(CollectionCaseRow.fee_invoice_id)]
        ),
        ~col(ChargeRow.settled),
    ),
    exists().where(
        col(PaymentPlanRow.case_id) == col(CollectionCaseRow.id), col(PaymentPlanRow.status).in_(LIVE)
    ),
)

NOTHING_LEFT = and_(
    exists().where(col(_Principal.id) == col(CollectionCaseRow.invoice_id), col(_Principal.open) == 0),
    ~exists().where(col(_FeeInvoice.id) == col(CollectionCaseRow.fee_invoice_id), col(_FeeInvoice.open) > 0),
)


_GOES_ON = and_(IS_OPEN, col(CollectionCaseRow.held_at).is_(None), ~_MONEY_IS_ON_ITS_WAY)


def goes_on_by(today: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Cases whose day has come, and which nothing holds up."""
    return and_(_GOES_ON, col(CollectionCaseRow.next_on) <= today)


class CollectionCases:
    """Reads and writes collection cases."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, case_id: str) -> CollectionCase:
        """Raises CollectionCaseNotFound."""
        return await self._one(_select(scope).where(col(CollectionCaseRow.id) == case_id))

    async def get_for_update(self, scope: Scope, case_id: str) -> CollectionCase:
        """Locked until the end of the work, after its invoices; raises CollectionCaseNotFound."""
        query = _select(scope).where(col(CollectionCaseRow.id) == case_id).with_for_update()
        return await self._one(query.execution_options(populate_existing=True))

    async def find_open_for_update(self, scope: Scope, invoice_id: str) -> CollectionCase | None:
        """The one that an invoice, or one of its collection costs, belongs to."""
        which = or_(
            col(CollectionCaseRow.invoice_id) == invoice_id,
            col(CollectionCaseRow.fee_invoice_id) == invoice_id,
        )
        query = _select(scope).where(IS_OPEN, which).with_for_update()
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        return _case(row) if row else None

    async def find_id_of(self, scope: Scope, invoice_id: str) -> str | None:
        """The newest one that an invoice was collected by, open or settled."""
        query = (
            select(col(CollectionCaseRow.id))
            .where(owned_by(scope, CollectionCaseRow), col(CollectionCaseRow.invoice_id) == invoice_id)
            .order_by(col(CollectionCaseRow.opened_at).desc())
            .limit(1)
        )
        return await self._session.scalar(query)

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: Place | None = None,
        status: CaseStatus | None = None,
        customer_id: str | None = None,
        invoice_id: str | None = None,
    ) -> list[CollectionCase]:
        """The newest first, beginning after a place; of what is named only."""
        query = (
            _select(scope)
            .order_by(col(CollectionCaseRow.opened_at).desc(), col(CollectionCaseRow.id).desc())
            .limit(limit)
        )
        if status is not None:
            query = query.where(IS_OPEN if status is CaseStatus.OPEN else ~IS_OPEN)
        if customer_id is not None:
            query = query.where(col(CollectionCaseRow.customer_id) == customer_id)
        if invoice_id is not None:
            query = query.where(col(CollectionCaseRow.invoice_id) == invoice_id)
        if after is not None:
            query = query.where(tuple_(col(CollectionCaseRow.opened_at), col(CollectionCaseRow.id)) < after)
        return [_case(row) for row in await self._session.scalars(query)]

    async def day_to_come(self, scope: Scope) -> date | None:
        """The first day on which one goes on by itself."""
        first = select(func.min(col(CollectionCaseRow.next_on)))
        return await self._session.scalar(first.where(owned_by(scope, CollectionCaseRow), _GOES_ON))

    async def list_to_advance(self, scope: Scope, *, today: date, limit: int) -> list[str]:
        """Those whose day has come; to be read anew under their lock."""
        return await self._list(scope, limit, goes_on_by(today))

    async def list_to_settle(self, scope: Scope, *, limit: int) -> list[str]:
        """Those of which nothing is open any more; to be read anew under their lock."""
        return await self._list(scope, limit, IS_OPEN & NOTHING_LEFT)

    async def add(self, case: CollectionCase, *, currency: str) -> None:
        """Write a new one, of an invoice in this currency."""
        await self._session.execute(
            insert(CollectionCaseRow).values(
                id=case.id,
                business_id=case.business_id,
                customer_id=case.customer_id,
                number=case.number,
                invoice_id=case.invoice_id,
                currency=currency,
                opened_at=case.opened_at,
                **_changeable(case),
            )
        )

    async def save(self, case: CollectionCase) -> None:
        """Write what changed."""
        await self._session.execute(
            update(CollectionCaseRow)
            .where(col(CollectionCaseRow.id) == case.id)
            .values(**_changeable(case))
            .execution_options(synchronize_session=False)
        )

    async def _list(self, scope: Scope, limit: int, which: ColumnElement[bool]) -> list[str]:
        query = (
            select(col(CollectionCaseRow.id))
            .where(owned_by(scope, CollectionCaseRow), which)
            .order_by(col(CollectionCaseRow.opened_at), col(CollectionCaseRow.id))
            .limit(limit)
        )
        return list(await self._session.scalars(query))

    async def _one(self, query: Select[CollectionCaseRow]) -> CollectionCase:
        row = await self._session.scalar(query)
        if row is None:
            raise CollectionCaseNotFound("There is no such collection case.")
        return _case(row)


def _select(scope: Scope) -> Select[CollectionCaseRow]:
    return select(CollectionCaseRow).where(owned_by(scope, CollectionCaseRow))


def _changeable(case: CollectionCase) -> dict[str, object]:
    return {
        "stage": case.stage,
        "stage_on": case.stage_on,
        "next_on": case.next_on,
        "notice_on": case.notice_on,
        "pay_by": case.pay_by,
        "named_fee": case.named_fee.amount if case.named_fee else None,
        "fee_invoice_id": case.fee_invoice_id,
        "held_at": case.held_at,
        "hold_reason": case.hold_reason,
        "plan_offered": case.plan_offered,
        "external_at": case.external_at,
        "settled_at": case.settled_at,
        "outcome": case.outcome,
        "version": case.version,
    }


def _case(row: CollectionCaseRow) -> CollectionCase:
    return CollectionCase(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        number=row.number,
        invoice_id=row.invoice_id,
        opened_at=row.opened_at,
        stage=Stage(row.stage),
        stage_on=row.stage_on,
        next_on=row.next_on,
        notice_on=row.notice_on,
        pay_by=row.pay_by,
        named_fee=None if row.named_fee is None else Money(row.named_fee, row.currency),
        fee_invoice_id=row.fee_invoice_id,
        held_at=row.held_at,
        hold_reason=HoldReason(row.hold_reason) if row.hold_reason else None,
        plan_offered=row.plan_offered,
        external_at=row.external_at,
        settled_at=row.settled_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        version=row.version,
    )
