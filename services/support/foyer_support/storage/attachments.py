"""What is known of the files of tickets, in the database."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.attachment import Attachment
from foyer_support.domain.errors import AttachmentNotFound
from foyer_support.domain.side import Side
from foyer_support.storage.rows import AttachmentRow

_IN_PLACE = {"synchronize_session": False}


class Attachments:
    """Reads and writes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, attachment: Attachment) -> None:
        """Write a new one, which nothing came with yet."""
        await self._session.execute(
            insert(AttachmentRow).values(
                id=attachment.id,
                business_id=attachment.business_id,
                customer_id=attachment.customer_id,
                by=attachment.by,
                name=attachment.name,
                content_type=attachment.content_type,
                size=attachment.size,
                sha256=attachment.sha256,
                key=attachment.key,
                at=attachment.at,
                forgotten=False,
            )
        )

    async def count_waiting(self, scope: Scope, customer_id: str, by: Side) -> int:
        """How many have come that nothing came with yet."""
        found = await self._session.scalar(select(func.count()).where(*_waiting(scope, customer_id, by)))
        return found or 0

    async def bind(
        self,
        scope: Scope,
        ids: Sequence[str],
        *,
        customer_id: str,
        by: Side,
        ticket_id: str,
        reply_id: str | None,
    ) -> None:
        """They came with this; raises AttachmentNotFound unless all of them wait for it."""
        wanted = set(ids)
        bound = await self._session.scalars(
            update(AttachmentRow)
            .where(*_waiting(scope, customer_id, by), col(AttachmentRow.id).in_(wanted))
            .values(ticket_id=ticket_id, reply_id=reply_id)
            .returning(col(AttachmentRow.id))
            .execution_options(**_IN_PLACE)
        )
        if set(bound) != wanted:
            raise AttachmentNotFound("There is no such file. Send it again.", field="attachment_ids")

    async def get(self, ticket_id: str, attachment_id: str) -> Attachment:
        """Of a ticket that whoever asks has been found to see; raises AttachmentNotFound."""
        row = await self._session.scalar(
            _select().where(col(AttachmentRow.ticket_id) == ticket_id, col(AttachmentRow.id) == attachment_id)
        )
        if row is None:
            raise AttachmentNotFound("There is no such file.")
        return _attachment(row)

    async def on(self, ticket_ids: Sequence[str]) -> dict[str, list[Attachment]]:
        """All of each ticket, in the order in which they came."""
        rows = await self._session.scalars(
            _select()
            .where(col(AttachmentRow.ticket_id).in_(ticket_ids))
            .order_by(col(AttachmentRow.at), col(AttachmentRow.id))
        )
        found: dict[str, list[Attachment]] = {}
        for row in rows:
            found.setdefault(str(row.ticket_id), []).append(_attachment(row))
        return found

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """All of a customer's are nobody's any more, and swept."""
        await self._session.execute(
            update(AttachmentRow)
            .where(
                col(AttachmentRow.business_id) == scope.business_id,
                col(AttachmentRow.customer_id) == customer_id,
            )
            .values(name="", ticket_id=None, reply_id=None, forgotten=True)
            .execution_options(**_IN_PLACE)
        )

    async def claim_unwanted_for_everyone(self, before: datetime, *, limit: int) -> list[str]:
        """Those that are forgotten, and those that came before this moment with nothing; nothing can come
        with them any more.
        """
        unbound = col(AttachmentRow.ticket_id).is_(None)
        unwanted = unbound & (col(AttachmentRow.forgotten) | (col(AttachmentRow.at) < before))
        ids = select(col(AttachmentRow.id)).where(unwanted).limit(limit).with_for_update(skip_locked=True)
        claimed = await self._session.scalars(
            update(AttachmentRow)
            .where(col(AttachmentRow.id).in_(ids))
            .values(forgotten=True)
            .returning(col(AttachmentRow.id))
            .execution_options(**_IN_PLACE)
        )
        return list(claimed)

    async def remove_for_everyone(self, attachment_id: str) -> None:
        """Its file has gone."""
        await self._session.execute(
            delete(AttachmentRow).where(col(AttachmentRow.id) == attachment_id).execution_options(**_IN_PLACE)
        )


def _waiting(scope: Scope, customer_id: str, by: Side) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AttachmentRow.business_id) == scope.business_id,
        col(AttachmentRow.customer_id) == customer_id,
        col(AttachmentRow.by) == by,
        col(AttachmentRow.ticket_id).is_(None),
        col(AttachmentRow.forgotten).is_(False),
    )


def _select() -> Select[AttachmentRow]:
    return select(AttachmentRow)


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        by=Side(row.by),
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        key=row.key,
        at=row.at,
        ticket_id=row.ticket_id,
        reply_id=row.reply_id,
    )
