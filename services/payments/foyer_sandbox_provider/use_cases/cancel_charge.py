"""Ends a charge that waits for the customer, so that nobody can finish it any more."""

from datetime import datetime

from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.rows import ChargeRow
from foyer_sandbox_provider.use_cases.tell_account import tell_account


async def cancel_charge(books: Books, charge_id: str, now: datetime) -> ChargeRow:
    """Its status says whether that was in time. Raises ChargeNotFound."""
    row = await books.charge(charge_id, lock=True)
    if row.status == "requires_action":
        row.status = "canceled"
        row.challenged = None
        await tell_account(books.session, row, now)
    return row
