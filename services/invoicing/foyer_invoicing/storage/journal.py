"""The journal in the database: it is only ever added to, and balances follow it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.journal import Account, Entry, Occasion
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.rows import BalanceRow, JournalEntryRow, JournalLineRow


class PaidIn(NamedTuple):
    """Money that came in for no invoice."""

    customer_id: str
    amount: Money
    at: datetime
    note: str | None


class Journal:
    """Books entries."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def has(self, occasion: Occasion, cause: str) -> bool:
        """Whether it was booked."""
        return await self._session.get(JournalEntryRow, Entry.id_of(occasion, cause)) is not None

    async def paid_in(self, scope: Scope, cause: str) -> PaidIn | None:
        """What came in by a payment for no invoice, with what was noted of it."""
        query = (
            select(JournalEntryRow, JournalLineRow)
            .join(JournalLineRow, col(JournalLineRow.entry_id) == col(JournalEntryRow.id))
            .where(
                owned_by(scope, JournalEntryRow),
                col(JournalEntryRow.id) == Entry.id_of(Occasion.PAYMENT_RECEIVED, cause),
                col(JournalLineRow.account) == Account.CUSTOMER_BALANCE,
            )
        )
        found = (await self._session.execute(query)).first()
        if found is None:
            return None
        entry, line = found
        return PaidIn(entry.customer_id, Money(-line.amount, line.currency), entry.booked_at, entry.note)

    async def book(self, *entries: Entry) -> None:
        """Write entries, each of which comes to zero; the database refuses one that is booked already. What
        moves nothing leaves no entry.
        """
        moving = [entry for entry in entries if entry.postings]
        if moving:
            await self._session.execute(insert(JournalEntryRow), [_entry(entry) for entry in moving])
            await self._session.execute(insert(JournalLineRow), _lines(moving))
        for entry in moving:
            for posting in entry.postings:
                if posting.account is Account.CUSTOMER_BALANCE:
                    await self._add_to_balance(entry, -posting.amount.amount, posting.amount.currency)

    async def _add_to_balance(self, entry: Entry, amount: int, currency: str) -> None:
        statement = upsert(BalanceRow).values(
            business_id=entry.business_id, customer_id=entry.customer_id, currency=currency, amount=amount
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["customer_id", "currency"],
                set_={"amount": col(BalanceRow.amount) + statement.excluded.amount},
            )
        )


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "business_id": entry.business_id,
        "customer_id": entry.customer_id,
        "occasion": entry.occasion,
        "cause": entry.cause,
        "booked_at": entry.booked_at,
        "note": entry.note,
    }


def _lines(entries: Sequence[Entry]) -> list[dict[str, object]]:
    return [
        {
            "entry_id": entry.id,
            "line": line,
            "account": posting.account,
            "invoice_id": posting.invoice_id,
            "amount": posting.amount.amount,
            "currency": posting.amount.currency,
        }
        for entry in entries
        for line, posting in enumerate(entry.postings, start=1)
    ]
