"""Adds up what an account has captured, to be held against the books of others."""

from sqlalchemy import case, func, select
from sqlmodel import col

from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.rows import ChargeRow, DisputeRow, RefundRow, ReversalRow


async def read_balance(books: Books) -> dict[str, dict[str, int]]:
    """By currency: `captured`, and of it `refunded`, `reversed`, `disputed` and what `is_left`."""
    mine = col(ChargeRow.account_id) == books.account_id
    captured = select(col(ChargeRow.currency), func.sum(ChargeRow.amount)).where(
        mine, col(ChargeRow.status) == "succeeded"
    )
    totals = {
        currency: {"captured": int(amount), "refunded": 0, "reversed": 0, "disputed": 0}
        for currency, amount in await books.session.execute(captured.group_by(col(ChargeRow.currency)))
    }
    for name, kind, counted in (
        ("refunded", RefundRow, col(RefundRow.status) == "succeeded"),
        ("reversed", ReversalRow, col(ReversalRow.amount) > 0),
        ("disputed", DisputeRow, col(DisputeRow.status) != "won"),
    ):
        gone = (
            select(col(ChargeRow.currency), func.sum(case((counted, kind.amount), else_=0)))
            .join(kind, col(kind.charge_id) == col(ChargeRow.id))
            .where(mine)
            .group_by(col(ChargeRow.currency))
        )
        for currency, amount in await books.session.execute(gone):
            totals[currency][name] = int(amount)
    for total in totals.values():
        total["left"] = total["captured"] - total["refunded"] - total["reversed"] - total["disputed"]
    return totals
