"""Ends a dispute of an account, as its bank would: for tests and for trying out."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlmodel import col

from foyer_sandbox_provider.domain.errors import DisputeNotFound
from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.rows import ChargeRow, DisputeRow
from foyer_sandbox_provider.use_cases.tell_account import tell_account


async def decide_dispute(
    books: Books, dispute_id: str, status: Literal["won", "lost"], now: datetime
) -> ChargeRow:
    """The disputed charge; raises DisputeNotFound."""
    dispute = await books.session.get(DisputeRow, dispute_id)
    charge = await books.session.scalar(
        select(ChargeRow)
        .where(
            col(ChargeRow.id) == (dispute.charge_id if dispute else ""),
            col(ChargeRow.account_id) == books.account_id,
        )
        .with_for_update()
    )
    if dispute is None or charge is None:
        raise DisputeNotFound("There is no such dispute.")
    dispute.status = status
    await tell_account(books.session, charge, now)
    return charge
