"""Which mails have come, so that each counts once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.inbound_mail import Fate
from foyer_support.storage.rows import BusinessRow, InboundMailRow, TicketRow


class InboundMails:
    """Reads and writes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def has(self, ticket_id: str, mail_id: str) -> bool:
        """Whether this mail has come to the ticket before."""
        found = await self._session.scalar(
            select(col(InboundMailRow.mail_id)).where(
                col(InboundMailRow.ticket_id) == ticket_id, col(InboundMailRow.mail_id) == mail_id
            )
        )
        return found is not None

    async def business_for_everyone(self, ticket_id: str) -> tuple[str, timedelta] | None:
        """Whose ticket this is, and how far their clock is ahead of real time."""
        found = await self._session.execute(
            select(col(TicketRow.business_id), col(BusinessRow.clock_offset))
            .outerjoin(BusinessRow, col(BusinessRow.id) == col(TicketRow.business_id))
            .where(col(TicketRow.id) == ticket_id)
        )
        row = found.one_or_none()
        return (row[0], timedelta(seconds=row[1] or 0)) if row else None

    async def add(self, ticket_id: str, mail_id: str, fate: Fate, at: datetime) -> bool:
        """Write down that it has come; False when it had."""
        added = await self._session.scalars(
            insert(InboundMailRow)
            .values(ticket_id=ticket_id, mail_id=mail_id, fate=fate, at=at)
            .on_conflict_do_nothing()
            .returning(col(InboundMailRow.mail_id))
        )
        return added.first() is not None
