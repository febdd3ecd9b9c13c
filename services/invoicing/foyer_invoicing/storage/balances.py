"""What customers have to their credit, in the database."""

from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from foyer_invoicing.domain.balance import BalanceChange
from foyer_invoicing.domain.journal import USES, Account, Occasion
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.rows import BalanceRow, JournalEntryRow, JournalLineRow


class Balances:
    """Reads and locks balances; only the journal changes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, scope: Scope, customer_id: str, currency: str) -> Money:
        """The balance, locked until the end of the work.

        Whatever moves money of a customer takes this lock before it locks invoices, and draws numbers last,
        so that nobody waits crosswise.
        """
        statement = insert(BalanceRow).values(
            business_id=scope.business_id, customer_id=customer_id, currency=currency, amount=0
        )
        unchanged = {"amount": col(BalanceRow.amount)}
        locked = statement.on_conflict_do_update(index_elements=["customer_id", "currency"], set_=unchanged)
        amount = await self._session.execute(locked.returning(col(BalanceRow.amount)))
        return Money(amount.scalar_one(), currency)

    async def list_of(self, scope: Scope, customer_id: str) -> list[Money]:
        """Those of a customer that are not zero, by currency."""
        rows = await self._session.scalars(
            select(BalanceRow)
            .where(
                col(BalanceRow.business_id) == scope.business_id,
                col(BalanceRow.customer_id) == customer_id,
                col(BalanceRow.amount) != 0,
            )
            .order_by(col(BalanceRow.currency))
        )
        return [Money(row.amount, row.currency) for row in rows]

    async def used_by_invoice(self, scope: Scope, customer_id: str, currency: str) -> list[tuple[str, Money]]:
        """What pays invoices, the last used first."""
        amount = -func.sum(col(JournalLineRow.amount))
        query = (
            select(col(JournalLineRow.invoice_id), amount)
            .join(JournalEntryRow, col(JournalEntryRow.id) == col(JournalLineRow.entry_id))
            .where(
                owned_by(scope, JournalEntryRow),
                col(JournalEntryRow.customer_id) == customer_id,
                col(JournalEntryRow.occasion).in_(USES),
                col(JournalLineRow.account) == Account.RECEIVABLE,
                col(JournalLineRow.currency) == currency,
            )
            .group_by(col(JournalLineRow.invoice_id))
            .having(amount > 0)
            .order_by(func.max(col(JournalEntryRow.number)).desc())
        )
        found = await self._session.execute(query)
        return [(str(invoice_id), Money(int(used), currency)) for invoice_id, used in found]

    async def used_for(
        self, scope: Scope, invoice_id: str, currency: str, *, at: datetime | None = None
    ) -> Money:
        """What pays an invoice, or paid it at that moment."""
        query = (
            select(func.coalesce(-func.sum(col(JournalLineRow.amount)), 0))
            .join(JournalEntryRow, col(JournalEntryRow.id) == col(JournalLineRow.entry_id))
            .where(
                owned_by(scope, JournalEntryRow),
                col(JournalEntryRow.occasion).in_(USES),
                col(JournalLineRow.account) == Account.RECEIVABLE,
                col(JournalLineRow.invoice_id) == invoice_id,
            )
        )
        if at is not None:
            query = query.where(col(JournalEntryRow.booked_at) == at)
        return Money(int((await self._session.execute(query)).scalar_one()), currency)

    async def statement(
        self, scope: Scope, customer_id: str, *, limit: int, before: int | None = None
    ) -> list[BalanceChange]:
        """What changed a customer's balances, the newest first, each with the balance after it."""
        moved = -col(JournalLineRow.amount)
        changes = (
            select(
                *(
                    getattr(JournalEntryRow, name)
                    for name in ("number", "id", "occasion", "cause", "booked_at", "note")
                ),
                col(JournalLineRow.currency),
                moved.label("amount"),
                func.sum(moved)
                .over(partition_by=col(JournalLineRow.currency), order_by=col(JournalEntryRow.number))
                .label("balance"),
                _invoice_of_entry().label("invoice_id"),
            )
            .join(JournalLineRow, col(JournalLineRow.entry_id) == col(JournalEntryRow.id))
            .where(
                owned_by(scope, JournalEntryRow),
                col(JournalEntryRow.customer_id) == customer_id,
                col(JournalLineRow.account) == Account.CUSTOMER_BALANCE,
            )
            .subquery()
        )
        query = select(changes).order_by(changes.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(changes.c.number < before)
        return [
            BalanceChange(
                number=row.number,
                id=row.id,
                occasion=Occasion(row.occasion),
                cause=row.cause,
                invoice_id=row.invoice_id,
                amount=Money(row.amount, row.currency),
                balance=Money(int(row.balance), row.currency),
                at=row.booked_at,
                note=row.note,
            )
            for row in await self._session.execute(query)
        ]


def _invoice_of_entry() -> ScalarSelect[str]:
    line = aliased(JournalLineRow)
    return (
        select(col(line.invoice_id))
        .where(col(line.entry_id) == col(JournalEntryRow.id), col(line.invoice_id).is_not(None))
        .limit(1)
        .scalar_subquery()
    )
