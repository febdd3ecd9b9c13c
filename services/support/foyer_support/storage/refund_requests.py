"""Refund requests in the database."""

from collections.abc import Sequence
from typing import Any

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.refund_refusals import RefundRequestNotFound
from foyer_support.domain.refund_request import UNSETTLED, GivenBack, Refunded, RefundRequest, RefundStatus
from foyer_support.domain.refundable import Portion, RefundLine
from foyer_support.storage.rows import RefundRequestRow


class RefundRequests:
    """Reads and writes refund requests."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, request_id: str, *, lock: bool = False) -> RefundRequest:
        """Locked until the end of the work when asked. Raises RefundRequestNotFound."""
        query = _select(scope).where(col(RefundRequestRow.id) == request_id)
        row = await self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            raise RefundRequestNotFound("There is no such refund request.")
        return _request(row)

    async def of_tickets(self, scope: Scope, ticket_ids: Sequence[str]) -> dict[str, RefundRequest]:
        """Those that opened tickets, by the tickets' ids."""
        rows = await self._session.scalars(
            _select(scope).where(col(RefundRequestRow.ticket_id).in_(ticket_ids))
        )
        return {row.ticket_id: _request(row) for row in rows}

    async def is_one_open(self, scope: Scope, invoice_id: str) -> bool:
        """Whether a request for this invoice is not settled; whoever asks has locked the invoice."""
        query = _select(scope).where(
            col(RefundRequestRow.invoice_id) == invoice_id, col(RefundRequestRow.status).in_(UNSETTLED)
        )
        return await self._session.scalar(query.with_only_columns(col(RefundRequestRow.id))) is not None

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: str | None = None,
        customer_id: str | None = None,
        invoice_id: str | None = None,
        status: str | None = None,
    ) -> list[RefundRequest]:
        """The newest first, beginning after the one with the id `after`."""
        row = RefundRequestRow
        query = _select(scope).order_by(col(row.requested_at).desc(), col(row.id).desc()).limit(limit)
        for column, wanted in (
            (col(row.customer_id), customer_id),
            (col(row.invoice_id), invoice_id),
            (col(row.status), status),
        ):
            if wanted is not None:
                query = query.where(column == wanted)
        if after is not None:
            last = select(col(row.requested_at), col(row.id)).where(col(row.id) == after)
            query = query.where(tuple_(row.requested_at, row.id) < last.scalar_subquery())
        return [_request(found) for found in await self._session.scalars(query)]

    async def add(self, request: RefundRequest) -> None:
        """Write a new request."""
        await self._session.execute(
            insert(RefundRequestRow).values(
                id=request.id,
                business_id=request.business_id,
                customer_id=request.customer_id,
                ticket_id=request.ticket_id,
                ticket_number=request.ticket_number,
                invoice_id=request.invoice_id,
                invoice_number=request.invoice_number,
                reason=request.reason,
                asked=_stored(request.asked),
                requested_at=request.requested_at,
                **_changing(request),
            )
        )

    async def save(self, request: RefundRequest) -> None:
        """Write what can change of it."""
        await self._session.execute(
            update(RefundRequestRow)
            .where(col(RefundRequestRow.id) == request.id)
            .values(**_changing(request))
            .execution_options(synchronize_session=False)
        )

    async def forget_words(self, scope: Scope, customer_id: str) -> None:
        """Empty what was written on a customer's requests, by either side."""
        own = (
            col(RefundRequestRow.business_id) == scope.business_id,
            col(RefundRequestRow.customer_id) == customer_id,
        )
        statement = update(RefundRequestRow).where(*own).values(reason="", declined_because=None)
        await self._session.execute(statement.execution_options(synchronize_session=False))


def _select(scope: Scope) -> Select[RefundRequestRow]:
    query = select(RefundRequestRow).where(col(RefundRequestRow.business_id) == scope.business_id)
    if scope.customer_id is None:
        return query
    return query.where(col(RefundRequestRow.customer_id) == scope.customer_id)


def _changing(request: RefundRequest) -> dict[str, Any]:
    return {
        "status": request.status,
        "approved": _stored(request.approved) if request.approved else None,
        "decided_at": request.decided_at,
        "declined_because": request.declined_because,
        "given_back": _given_as_stored(request.given_back) if request.given_back else None,
        "refused_because": request.refused_because,
        "version": request.version,
    }


def _request(row: RefundRequestRow) -> RefundRequest:
    return RefundRequest(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        ticket_id=row.ticket_id,
        ticket_number=row.ticket_number,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice_number,
        reason=row.reason,
        asked=_portion(row.asked),
        requested_at=row.requested_at,
        status=RefundStatus(row.status),
        approved=_portion(row.approved) if row.approved else None,
        decided_at=row.decided_at,
        declined_because=row.declined_because,
        given_back=_given_from_stored(row.given_back) if row.given_back else None,
        refused_because=row.refused_because,
        version=row.version,
    )


def _stored(portion: Portion) -> dict[str, Any]:
    return {
        "amount": portion.amount.amount,
        "currency": portion.amount.currency,
        "whole": portion.whole,
        "lines": [{"line": each.line, "quantity": each.quantity} for each in portion.lines],
    }


def _portion(stored: dict[str, Any]) -> Portion:
    return Portion(
        Money(stored["amount"], stored["currency"]),
        whole=stored["whole"],
        lines=tuple(RefundLine(**line) for line in stored["lines"]),
    )


def _given_as_stored(given: GivenBack) -> dict[str, Any]:
    return {
        "credit_note_id": given.credit_note_id,
        "credit_note_number": given.credit_note_number,
        "currency": given.total.currency,
        "total": given.total.amount,
        "to_refund": given.to_refund.amount,
        "refunds": {
            refund_id: {"amount": each.amount.amount, "failed": each.failed}
            for refund_id, each in given.refunds.items()
        },
    }


def _given_from_stored(stored: dict[str, Any]) -> GivenBack:
    currency = stored["currency"]
    return GivenBack(
        credit_note_id=stored["credit_note_id"],
        credit_note_number=stored["credit_note_number"],
        total=Money(stored["total"], currency),
        to_refund=Money(stored["to_refund"], currency),
        refunds={
            refund_id: Refunded(Money(each["amount"], currency), each["failed"])
            for refund_id, each in stored["refunds"].items()
        },
    )
