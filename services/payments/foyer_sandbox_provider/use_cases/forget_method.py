"""Forgets a method: nothing is charged to it any more."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.rows import MethodRow


async def forget_method(books: Books, token: str, now: datetime) -> None:
    """One that is not there is forgotten already."""
    await books.session.execute(
        update(MethodRow)
        .where(
            col(MethodRow.account_id) == books.account_id,
            col(MethodRow.id) == token,
            col(MethodRow.forgotten_at).is_(None),
        )
        .values(forgotten_at=now, iban_sealed=None, holder="")
    )
