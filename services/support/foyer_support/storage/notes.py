"""What staff write on tickets for each other, in the database."""

from foyer_shared.basics.origin import Actor, Scope
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.ticket import Note
from foyer_support.storage.rows import NoteRow, TicketRow


class Notes:
    """Reads and writes notes: in a table of their own, so that no answer to a customer can hold one."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, ticket_id: str, note: Note) -> None:
        """Write a new note on a ticket."""
        await self._session.execute(
            insert(NoteRow).values(
                id=note.id, ticket_id=ticket_id, actor=str(note.actor), text=note.text, at=note.at
            )
        )

    async def on(self, scope: Scope, ticket_id: str) -> list[Note]:
        """In the order in which they were written."""
        rows = await self._session.scalars(
            select(NoteRow)
            .join(TicketRow, col(TicketRow.id) == col(NoteRow.ticket_id))
            .where(col(TicketRow.business_id) == scope.business_id, col(NoteRow.ticket_id) == ticket_id)
            .order_by(col(NoteRow.at), col(NoteRow.id))
        )
        return [Note(id=row.id, actor=Actor.parse(row.actor), text=row.text, at=row.at) for row in rows]

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Empty what was written on a customer's tickets."""
        own = select(col(TicketRow.id)).where(
            col(TicketRow.business_id) == scope.business_id, col(TicketRow.customer_id) == customer_id
        )
        await self._session.execute(
            update(NoteRow)
            .where(col(NoteRow.ticket_id).in_(own))
            .values(text="")
            .execution_options(synchronize_session=False)
        )
