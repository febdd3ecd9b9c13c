"""Comparisons of providers' books with ours: those to be made, and what came of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.reconciliation import Difference, Reconciled
from foyer_payments.storage.rows import PaymentRow, ProviderAccountRow, ReconciliationRow

LONGEST_WAIT = timedelta(days=31)
"""From when a payment begins until its provider is asked: a direct debit is announced first."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One comparison; `found` is None until it is made."""

    id: str
    business_id: str
    account_id: str
    provider: str
    since: datetime
    until: datetime
    found: Reconciled | None


class Reconciliations:
    """Reads and writes them, of all businesses: who asks is Foyer itself, or an operator."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ask_for_everyone(
        self,
        since: datetime,
        until: datetime,
        real: datetime,
        *,
        providers: Iterable[str] | None = None,
        business_id: str | None = None,
        again: bool = False,
    ) -> list[str]:
        """Have that span compared at each account in use or where money still moves, of one business alone if
        it is named; the ids. What was asked for before stays as it is, unless it is to be made `again`.
        """
        still_moves = exists().where(
            col(PaymentRow.account_id) == col(ProviderAccountRow.id),
            col(PaymentRow.begun_at) >= since - LONGEST_WAIT,
        )
        accounts = select(col(ProviderAccountRow.id), col(ProviderAccountRow.business_id)).where(
            or_(col(ProviderAccountRow.enabled), still_moves)
        )
        if providers is not None:
            accounts = accounts.where(col(ProviderAccountRow.provider).in_([*providers]))
        if business_id is not None:
            accounts = accounts.where(col(ProviderAccountRow.business_id) == business_id)
        values: list[dict[str, Any]] = [
            {
                "id": new_id("rec"),
                "business_id": business,
                "account_id": account,
                "since": since,
                "until": until,
                "tries": 0,
                "look_at": real,
                "done_at": None,
                "payments": 0,
                "charges": 0,
                "differences": [],
            }
            for account, business in await self._session.execute(accounts)
        ]
        if not values:
            return []
        asked = insert(ReconciliationRow).values(values)
        span = ["account_id", "since", "until"]
        asked = (
            asked.on_conflict_do_update(
                index_elements=span, set_={"look_at": real, "tries": 0, "done_at": None}
            )
            if again
            else asked.on_conflict_do_nothing(index_elements=span)
        )
        return list(await self._session.scalars(asked.returning(col(ReconciliationRow.id))))

    async def read_for_everyone(self, ids: Sequence[str]) -> list[Reconciliation]:
        """By business and account."""
        rows = await self._session.execute(
            select(ReconciliationRow, col(ProviderAccountRow.provider))
            .join(ProviderAccountRow, col(ProviderAccountRow.id) == col(ReconciliationRow.account_id))
            .where(col(ReconciliationRow.id).in_(ids))
            .order_by(col(ReconciliationRow.business_id), col(ReconciliationRow.account_id))
        )
        return [_reconciliation(row, provider) for row, provider in rows]

    async def finish(self, reconciliation_id: str, found: Reconciled, real: datetime) -> bool:
        """Whether this was the first to make it."""
        finished = await self._session.scalar(
            update(ReconciliationRow)
            .where(col(ReconciliationRow.id) == reconciliation_id, col(ReconciliationRow.done_at).is_(None))
            .values(
                look_at=None,
                done_at=real,
                payments=found.payments,
                charges=found.charges,
                differences=[_stored(each) for each in found.differences],
            )
            .returning(col(ReconciliationRow.id))
            .execution_options(synchronize_session=False)
        )
        return finished is not None

    async def forget_for_everyone(self, before: datetime) -> None:
        """Delete those of spans that ended before a real moment, also what could never be compared."""
        await self._session.execute(delete(ReconciliationRow).where(col(ReconciliationRow.until) < before))


def _reconciliation(row: ReconciliationRow, provider: str) -> Reconciliation:
    found = Reconciled(row.payments, row.charges, [_difference(each) for each in row.differences])
    return Reconciliation(
        id=row.id,
        business_id=row.business_id,
        account_id=row.account_id,
        provider=provider,
        since=row.since,
        until=row.until,
        found=found if row.done_at else None,
    )


def _stored(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        "payment_id": difference.payment_id,
        "provided_id": difference.provided_id,
        "ours": difference.ours.amount,
        "theirs": difference.theirs.amount,
        "currency": difference.ours.currency,
    }


def _difference(stored: dict[str, Any]) -> Difference:
    currency = stored["currency"]
    return Difference(
        stored["kind"],
        stored["payment_id"],
        stored["provided_id"],
        Money(stored["ours"], currency),
        Money(stored["theirs"], currency),
    )
