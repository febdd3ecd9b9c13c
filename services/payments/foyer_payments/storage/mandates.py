"""Mandates in the database."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.sealing import Seal
from sqlalchemy import ColumnElement, exists, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from foyer_payments.domain.errors import MandateNotFound
from foyer_payments.domain.iban import Iban
from foyer_payments.domain.mandate import Amendment, Mandate
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.storage.announced import collection_of, next_collection
from foyer_payments.storage.business_clock import business_now
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import BusinessRow, MandateRow

WITHOUT_IBAN = defer(MandateRow.iban_sealed, raiseload=True)
"""Reads leave the sealed IBAN where it is."""


class Mandates:
    """Reads and writes mandates."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, mandate_id: str) -> Mandate:
        """Raises MandateNotFound."""
        found = await self._session.execute(
            select(MandateRow, next_collection())
            .where(owned_by(scope, MandateRow), col(MandateRow.id) == mandate_id)
            .options(WITHOUT_IBAN)
        )
        row = found.one_or_none()
        if row is None:
            raise MandateNotFound("There is no such mandate.")
        return mandate(*row)

    async def list_page(
        self, scope: Scope, *, limit: int, after: str | None = None, customer_id: str | None = None
    ) -> list[Mandate]:
        """The newest first, beginning after the mandate with the id `after`; of one customer when named."""
        place = tuple_(MandateRow.recorded_at, MandateRow.id)
        query = (
            select(MandateRow, next_collection())
            .where(owned_by(scope, MandateRow))
            .order_by(col(MandateRow.recorded_at).desc(), col(MandateRow.id).desc())
            .limit(limit)
            .options(WITHOUT_IBAN)
        )
        if customer_id is not None:
            query = query.where(col(MandateRow.customer_id) == customer_id)
        if after is not None:
            last = select(col(MandateRow.recorded_at), col(MandateRow.id)).where(col(MandateRow.id) == after)
            query = query.where(place < last.scalar_subquery())
        return [mandate(*row) for row in await self._session.execute(query)]

    async def is_known(self, scope: Scope, reference: str) -> bool:
        """Whether the business has one of that reference, also one that is over."""
        of_reference = exists().where(
            col(MandateRow.business_id) == scope.business_id, col(MandateRow.reference) == reference
        )
        return bool(await self._session.scalar(select(of_reference)))

    async def add(self, mandate: Mandate, iban: Iban | None, seal: Seal) -> None:
        """Write a new mandate and seal its IBAN, unless only a provider knows that."""
        sealed = seal.seal(iban.full) if iban else b""
        values = asdict(mandate) | {"amendments": []}
        del values["next_collection"]
        await self._session.execute(insert(MandateRow).values(**values, iban_sealed=sealed))

    async def save(self, mandate: Mandate) -> None:
        """Write what can change of a mandate."""
        await self._session.execute(
            update(MandateRow)
            .where(col(MandateRow.id) == mandate.id)
            .values(
                status=mandate.status,
                version=mandate.version,
                last_used_at=mandate.last_used_at,
                lapses_at=mandate.lapses_at,
            )
            .execution_options(synchronize_session=False)
        )

    async def amend(self, mandate: Mandate, iban: Iban | None, seal: Seal) -> None:
        """Write another account, sealed unless only a provider knows it."""
        await self._session.execute(
            update(MandateRow)
            .where(col(MandateRow.id) == mandate.id)
            .values(
                iban_masked=mandate.iban_masked,
                iban_sealed=seal.seal(iban.full) if iban else b"",
                holder=mandate.holder,
                text_version=mandate.text_version,
                amendments=[asdict(each) | {"at": each.at.isoformat()} for each in mandate.amendments],
                version=mandate.version,
            )
            .execution_options(synchronize_session=False)
        )

    async def find_of_method(self, scope: Scope, method_id: str) -> Mandate | None:
        """The one that a method collects with, locked until the end."""
        return await self._locked(scope, col(MandateRow.payment_method_id) == method_id)

    async def get_for_update(self, scope: Scope, mandate_id: str) -> Mandate:
        """Locked until the end. Raises MandateNotFound."""
        found = await self._locked(scope, col(MandateRow.id) == mandate_id)
        if found is None:
            raise MandateNotFound("There is no such mandate.")
        return found

    async def _locked(self, scope: Scope, which: ColumnElement[bool]) -> Mandate | None:
        row = await self._session.scalar(
            select(MandateRow)
            .where(owned_by(scope, MandateRow), which)
            .options(WITHOUT_IBAN)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return None if row is None else mandate(row)

    async def lapsing_for_everyone(self, real: datetime, *, limit: int) -> list[tuple[str, str]]:
        """The ids of businesses and of their mandates whose time is over by the business's clock."""
        found = await self._session.execute(
            select(col(MandateRow.business_id), col(MandateRow.id))
            .join(BusinessRow, col(BusinessRow.id) == col(MandateRow.business_id))
            .where(
                col(MandateRow.status) == MandateStatus.ACTIVE,
                col(MandateRow.lapses_at) <= business_now(real),
            )
            .order_by(col(MandateRow.lapses_at))
            .limit(limit)
        )
        return [(business_id, mandate_id) for business_id, mandate_id in found]

    async def next_lapse(self, scope: Scope) -> datetime | None:
        """When the next one lapses, unless it is used before."""
        at: datetime | None = await self._session.scalar(
            select(func.min(col(MandateRow.lapses_at))).where(
                col(MandateRow.business_id) == scope.business_id,
                col(MandateRow.status) == MandateStatus.ACTIVE,
            )
        )
        return at

    async def forget_at(self, scope: Scope, customer_id: str, at: datetime) -> None:
        """Say when a customer's mandates are to be emptied; what was said first holds."""
        await self._session.execute(
            update(MandateRow)
            .where(
                col(MandateRow.business_id) == scope.business_id,
                col(MandateRow.customer_id) == customer_id,
                col(MandateRow.forget_at).is_(None),
                col(MandateRow.holder) != "",
            )
            .values(forget_at=at)
            .execution_options(synchronize_session=False)
        )

    async def forget_due_for_everyone(self, now: datetime, *, limit: int) -> int:
        """Empty whose account they are for; how many. What somebody else has locked is left to them."""
        due = (
            select(col(MandateRow.id))
            .where(col(MandateRow.forget_at) <= now)
            .order_by(col(MandateRow.forget_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        forgotten = await self._session.scalars(
            update(MandateRow)
            .where(col(MandateRow.id).in_(due))
            .values(holder="", iban_masked="", iban_sealed=b"", amendments=[], forget_at=None)
            .returning(col(MandateRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(forgotten.all())


def mandate(row: MandateRow, collection: Mapping[str, Any] | None = None) -> Mandate:
    """The row as the domain knows it."""
    values = row.model_dump(exclude={"iban_sealed", "forget_at"})
    return Mandate(
        **values
        | {
            "status": MandateStatus(row.status),
            "amendments": tuple(
                Amendment(**each | {"at": datetime.fromisoformat(each["at"])}) for each in row.amendments
            ),
            "next_collection": collection_of(collection),
        }
    )
