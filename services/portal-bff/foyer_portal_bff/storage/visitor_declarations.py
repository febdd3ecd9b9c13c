"""What was declared without signing in: written once, apart from whose contract it was found to be."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.visitor_declaration import (
    Standing,
    VisitorDeclaration,
    VisitorDeclarationNotFound,
    VisitorKind,
    VisitorWords,
    hash_of_words,
)
from foyer_portal_bff.storage.rows import VisitorDeclarationRow, VisitorReceiptRow


class VisitorDeclarations:
    """Those of the business that a scope names."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_words(self, scope: Scope, words: VisitorWords) -> None:
        """The same words sent twice at once come one after the other, until the end of the work."""
        key = f"{scope.business_id}:{hash_of_words(words)}"
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))

    async def add(self, declaration: VisitorDeclaration) -> None:
        """Keep a new one."""
        words = asdict(declaration.words)
        values = asdict(declaration) | words | {"customer_number": words["number"]}
        self._session.add(
            VisitorDeclarationRow(
                **{name: value for name, value in values.items() if name not in {"words", "number"}},
                number=declaration.number,
                words_hash=hash_of_words(declaration.words),
            )
        )
        await self._session.flush()

    async def give_receipt(self, declaration: VisitorDeclaration, key_hash: str) -> None:
        """From now on whoever has this key may see it."""
        self._session.add(
            VisitorReceiptRow(
                key_hash=key_hash, business_id=declaration.business_id, declaration_id=declaration.id
            )
        )

    async def by_receipt(self, scope: Scope, key_hash: str) -> VisitorDeclaration | None:
        """The one that the form with this key has declared."""
        row = await self._session.scalar(
            select(VisitorDeclarationRow)
            .join(VisitorReceiptRow, col(VisitorReceiptRow.declaration_id) == col(VisitorDeclarationRow.id))
            .where(
                col(VisitorReceiptRow.key_hash) == key_hash,
                col(VisitorReceiptRow.business_id) == scope.business_id,
            )
        )
        return _declaration_of(row) if row else None

    async def same(self, scope: Scope, words: VisitorWords, since: datetime) -> VisitorDeclaration | None:
        """The one with these very words that came since that real moment."""
        row = await self._session.scalar(
            select(VisitorDeclarationRow)
            .where(
                col(VisitorDeclarationRow.business_id) == scope.business_id,
                col(VisitorDeclarationRow.words_hash) == hash_of_words(words),
                col(VisitorDeclarationRow.recorded_at) >= since,
            )
            .limit(1)
        )
        return _declaration_of(row) if row else None

    async def get(self, scope: Scope, declaration_id: str, *, for_update: bool = False) -> VisitorDeclaration:
        """One of them; raises VisitorDeclarationNotFound, also for another business's."""
        query = select(VisitorDeclarationRow).where(
            col(VisitorDeclarationRow.business_id) == scope.business_id,
            col(VisitorDeclarationRow.id) == declaration_id,
        )
        row = await self._session.scalar(query.with_for_update() if for_update else query)
        if row is None:
            raise VisitorDeclarationNotFound("There is no such declaration.")
        return _declaration_of(row)

    async def list_page(
        self, scope: Scope, *, standing: Standing | None, limit: int, after: str | None = None
    ) -> list[VisitorDeclaration]:
        """Newest first, from the one after `after`; of one standing, or all."""
        identity = col(VisitorDeclarationRow.id)
        query = (
            select(VisitorDeclarationRow)
            .where(col(VisitorDeclarationRow.business_id) == scope.business_id)
            .order_by(identity.desc())
            .limit(limit)
        )
        if standing:
            query = query.where(col(VisitorDeclarationRow.standing) == standing)
        if after:
            query = query.where(identity < after)
        return [_declaration_of(row) for row in await self._session.scalars(query)]

    async def claim_for_everyone(self, now: datetime, *, limit: int) -> list[VisitorDeclaration]:
        """Those to be looked at by this real moment; others' are passed over."""
        rows = await self._session.scalars(
            select(VisitorDeclarationRow)
            .where(col(VisitorDeclarationRow.look_at) <= now)
            .order_by(col(VisitorDeclarationRow.look_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_declaration_of(row) for row in rows]

    async def save(self, declaration: VisitorDeclaration) -> None:
        """What has become of it; what was declared stays."""
        row = await self._session.get_one(VisitorDeclarationRow, declaration.id)
        row.standing = declaration.standing
        row.look_at = declaration.look_at
        row.customer_id = declaration.customer_id
        row.subscription_id = declaration.subscription_id
        row.decided_at = declaration.decided_at
        row.note = declaration.note
        await self._session.flush()


def _declaration_of(row: VisitorDeclarationRow) -> VisitorDeclaration:
    return VisitorDeclaration(
        id=row.id,
        business_id=row.business_id,
        number=row.number,
        words=VisitorWords(
            kind=VisitorKind(row.kind),
            name=row.name,
            email=row.email,
            receipt_to=row.receipt_to,
            number=row.customer_number,
            contract=row.contract,
            is_extraordinary=row.is_extraordinary,
            message=row.message,
            ends_on=row.ends_on,
        ),
        language=row.language,
        received_at=row.received_at,
        recorded_at=row.recorded_at,
        look_at=row.look_at,
        content=row.content,
        content_hash=row.content_hash,
        standing=Standing(row.standing),
        customer_id=row.customer_id,
        subscription_id=row.subscription_id,
        decided_at=row.decided_at,
        note=row.note,
    )
