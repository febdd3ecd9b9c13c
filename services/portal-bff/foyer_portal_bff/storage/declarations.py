"""Declarations: written once, apart from what becomes of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from foyer_shared.basics.clock import Clocks
from foyer_shared.basics.origin import Actor, Scope
from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.declaration import (
    FIRST_NUMBER,
    Declaration,
    DeclarationNotFound,
    Kind,
    Outcome,
    Shown,
    State,
    Words,
)
from foyer_portal_bff.storage.rows import DeclarationNumberRow, DeclarationRow


class Declarations:
    """The declarations of the customer, or the business, that a scope names."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_customer(self, scope: Scope) -> None:
        """Two clicks at once become one after the other, until the end of the work."""
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(scope.customer_id, 0)))
        )

    async def draw_number(self, scope: Scope) -> int:
        """The business's next one, without a gap: the row is locked until the work ends."""
        statement = insert(DeclarationNumberRow).values(business_id=scope.business_id, last=FIRST_NUMBER)
        drawn = await self._session.scalars(
            statement.on_conflict_do_update(
                index_elements=["business_id"], set_={"last": DeclarationNumberRow.last + 1}
            ).returning(col(DeclarationNumberRow.last))
        )
        return drawn.one()

    async def add(self, declaration: Declaration) -> None:
        """Keep a new one."""
        self._session.add(_row_of(declaration))
        await self._session.flush()

    async def by_key(self, scope: Scope, idempotency_key: str) -> Declaration | None:
        """What the customer's form or call with this key has declared before."""
        return await self._first(_own(scope).where(DeclarationRow.idempotency_key == idempotency_key))

    async def unanswered(self, scope: Scope, subscription_id: str) -> Declaration | None:
        """The one about this subscription that nobody has decided on yet."""
        query = _own(scope).where(
            DeclarationRow.subscription_id == subscription_id, DeclarationRow.state == State.RECORDED
        )
        return await self._first(query)

    async def latest(self, scope: Scope, subscription_id: str) -> Declaration | None:
        """The newest one about this subscription."""
        query = _own(scope).where(DeclarationRow.subscription_id == subscription_id)
        return await self._first(query.order_by(col(DeclarationRow.id).desc()))

    async def get(self, scope: Scope, declaration_id: str) -> Declaration:
        """One of them; raises DeclarationNotFound, also for another's."""
        found = await self._first(_own(scope).where(DeclarationRow.id == declaration_id))
        if found is None:
            raise DeclarationNotFound("There is no such declaration.")
        return found

    async def list_page(self, scope: Scope, *, limit: int, after: str | None = None) -> list[Declaration]:
        """Newest first, from the one after `after`."""
        query = _own(scope).order_by(col(DeclarationRow.id).desc()).limit(limit)
        if after:
            query = query.where(DeclarationRow.id < after)
        return [_declaration_of(row) for row in await self._session.scalars(query)]

    async def decide(self, scope: Scope, declaration_id: str, outcome: Outcome) -> None:
        """It was accepted or refused; what was decided before stays."""
        await self._update(
            scope,
            declaration_id,
            DeclarationRow.state == State.RECORDED,
            state=outcome.state,
            effective_at=outcome.effective_at,
            change_id=outcome.change_id,
            refusal=outcome.refusal,
        )

    async def take_back(self, scope: Scope, declaration_id: str, at: datetime) -> None:
        """What it led to was taken back."""
        unset = col(DeclarationRow.taken_back_at).is_(None)
        await self._update(scope, declaration_id, unset, taken_back_at=at)

    async def end(self, scope: Scope, declaration_id: str, at: datetime) -> None:
        """The subscription has ended by it."""
        unset = col(DeclarationRow.ended_at).is_(None)
        await self._update(scope, declaration_id, unset, ended_at=at)

    async def claim_unanswered_for_everyone(
        self, before: datetime, clocks: Clocks, *, limit: int
    ) -> list[Declaration]:
        """Those received before that real moment and not answered since, once each; others' are passed
        over.
        """
        received_at = col(DeclarationRow.received_at)
        moved = (
            and_(DeclarationRow.business_id == business_id, received_at <= clocks.of(business_id, before))
            for business_id in clocks.ahead
        )
        rows = (
            await self._session.scalars(
                select(DeclarationRow)
                .where(
                    DeclarationRow.state == State.RECORDED,
                    or_(received_at <= before, *moved),
                    col(DeclarationRow.told_to_wait_at).is_(None),
                )
                .order_by(received_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
        ).all()
        return [_declaration_of(row) for row in rows]

    async def told_to_wait_for_everyone(self, declarations: Sequence[Declaration], at: datetime) -> None:
        """Their arrival has been confirmed."""
        ids = [declaration.id for declaration in declarations]
        await self._session.execute(
            update(DeclarationRow).where(col(DeclarationRow.id).in_(ids)).values(told_to_wait_at=at)
        )

    async def _first(self, query: Select[DeclarationRow]) -> Declaration | None:
        row = (await self._session.scalars(query.limit(1))).first()
        return _declaration_of(row) if row else None

    async def _update(self, scope: Scope, declaration_id: str, only_if: Any, **values: Any) -> None:
        await self._session.execute(
            update(DeclarationRow)
            .where(
                col(DeclarationRow.business_id) == scope.business_id,
                col(DeclarationRow.id) == declaration_id,
                only_if,
            )
            .values(**values)
        )


def _own(scope: Scope) -> Select[DeclarationRow]:
    return select(DeclarationRow).where(
        DeclarationRow.business_id == scope.business_id, DeclarationRow.customer_id == scope.customer_id
    )


def _row_of(declaration: Declaration) -> DeclarationRow:
    return DeclarationRow(
        id=declaration.id,
        business_id=declaration.business_id,
        customer_id=declaration.customer_id,
        number=declaration.number,
        kind=declaration.kind,
        declared_by=str(declaration.declared_by),
        declared_by_name=declaration.declared_by_name,
        subscription_id=declaration.words.subscription_id,
        subscription_name=declaration.shown.subscription_name,
        when_asked=declaration.words.when,
        reason=declaration.words.reason,
        message=declaration.words.message,
        shown_mode=declaration.shown.mode,
        shown_end=declaration.shown.ends_at,
        promise=declaration.shown.promise,
        received_at=declaration.received_at,
        idempotency_key=declaration.idempotency_key,
        content=declaration.content,
        content_hash=declaration.content_hash,
        state=declaration.outcome.state,
    )


def _declaration_of(row: DeclarationRow) -> Declaration:
    return Declaration(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        number=row.number,
        kind=Kind(row.kind),
        declared_by=Actor.parse(row.declared_by),
        declared_by_name=row.declared_by_name,
        words=Words(
            subscription_id=row.subscription_id,
            when=row.when_asked,
            reason=row.reason,
            message=row.message,
        ),
        shown=Shown(
            subscription_name=row.subscription_name,
            mode=row.shown_mode,
            ends_at=row.shown_end,
            promise=row.promise,
        ),
        received_at=row.received_at,
        idempotency_key=row.idempotency_key,
        content=row.content,
        content_hash=row.content_hash,
        outcome=Outcome(
            state=State(row.state),
            effective_at=row.effective_at,
            change_id=row.change_id,
            refusal=row.refusal,
            taken_back_at=row.taken_back_at,
            ended_at=row.ended_at,
        ),
    )
