"""One account's charges, setups, methods and what became of them, in the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.domain.errors import ChargeNotFound, MethodUnknown, SetupNotFound
from foyer_sandbox_provider.storage.rows import (
    ChargeRow,
    DisputeRow,
    MethodRow,
    RefundRow,
    ReversalRow,
    SetupRow,
)

Waiting = TypeVar("Waiting", ChargeRow, SetupRow)
Keyed = TypeVar("Keyed", ChargeRow, SetupRow, RefundRow)


class Books:
    """Reads and changes what belongs to one account; nothing of another is ever found."""

    def __init__(self, session: AsyncSession, account_id: str) -> None:
        self.session = session
        self.account_id = account_id

    async def charge(self, charge_id: str, *, lock: bool = False) -> ChargeRow:
        """Raises ChargeNotFound."""
        found = await self._one(ChargeRow, charge_id, lock=lock)
        if found is None:
            raise ChargeNotFound("There is no such charge.")
        return found

    async def setup(self, setup_id: str) -> SetupRow:
        """Raises SetupNotFound."""
        found = await self._one(SetupRow, setup_id, lock=False)
        if found is None:
            raise SetupNotFound("There is no such setup.")
        return found

    async def method_to_charge(self, token: str, customer_id: str) -> MethodRow:
        """Raises MethodUnknown, also for one that is forgotten or another customer's."""
        found = await self.session.scalar(
            select(MethodRow).where(
                col(MethodRow.account_id) == self.account_id,
                col(MethodRow.id) == token,
                col(MethodRow.customer_id) == customer_id,
                col(MethodRow.forgotten_at).is_(None),
            )
        )
        if found is None:
            raise MethodUnknown("There is no such method of this customer.", field="token")
        return found

    async def write_once(self, kind: type[Keyed], values: Mapping[str, Any]) -> tuple[Keyed, bool]:
        """The row of this key, locked, and whether it is new: whoever comes second gets the first one's."""
        written = await self.session.scalar(
            insert(kind)
            .values(account_id=self.account_id, **values)
            .on_conflict_do_nothing(index_elements=["account_id", "key"])
            .returning(col(kind.id))
        )
        its_key = [col(kind.account_id) == self.account_id, col(kind.key) == values["key"]]
        found = await self.session.scalars(
            select(kind).where(*([col(kind.id) == written] if written else its_key)).with_for_update()
        )
        return found.one(), written is not None

    async def charges(
        self, since: datetime, until: datetime, *, after: str | None, limit: int
    ) -> list[ChargeRow]:
        """Those begun from `since` to before `until`, the oldest first."""
        query = (
            select(ChargeRow)
            .where(
                col(ChargeRow.account_id) == self.account_id,
                col(ChargeRow.began_at) >= since,
                col(ChargeRow.began_at) < until,
            )
            .order_by(col(ChargeRow.began_at), col(ChargeRow.id))
            .limit(limit)
        )
        if after is not None:
            last = await self.charge(after)
            query = query.where(tuple_(ChargeRow.began_at, ChargeRow.id) > tuple_(last.began_at, last.id))
        return list(await self.session.scalars(query))

    async def left_of(self, charge: ChargeRow) -> int:
        """What can still be given back: less what is on its way back, was taken back, or is disputed."""
        taken = 0
        for kind, gone in (
            (RefundRow, col(RefundRow.status) != "failed"),
            (ReversalRow, None),
            (DisputeRow, col(DisputeRow.status) != "won"),
        ):
            query = select(func.coalesce(func.sum(kind.amount), 0)).where(col(kind.charge_id) == charge.id)
            taken += await self.session.scalar(query if gone is None else query.where(gone)) or 0
        return charge.amount - taken

    async def _one(self, kind: type[Waiting], its_id: str, *, lock: bool) -> Waiting | None:
        query = select(kind).where(col(kind.account_id) == self.account_id, col(kind.id) == its_id)
        return await self.session.scalar(query.with_for_update() if lock else query)
