"""The sandbox's mailbox: what would have left, newest first, a repeat once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.mail import Content, Mail
from foyer_notifications.storage.rows import MailboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """A mail in the mailbox."""

    id: str
    kind: str
    to: str
    cc: tuple[str, ...] = ()
    content: Content
    unsubscribe: str | None
    sent_at: datetime
    business_id: str
    message_id: str
    reply_to: str | None


class Mailbox:
    """The repository of kept mails; it is the whole installation's, as a mail server would be."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, mail: Mail, sent_at: datetime) -> None:
        """Keep it, unless a mail with its Message-ID is there."""
        await self._session.execute(
            insert(MailboxRow)
            .values(
                message_id=mail.message_id,
                business_id=mail.business_id,
                kind=mail.kind,
                to_address=mail.to,
                cc=list(mail.cc),
                subject=mail.content.subject,
                text=mail.content.text,
                html=mail.content.html,
                unsubscribe=mail.unsubscribe,
                sent_at=sent_at,
                reply_to=mail.reply_to,
            )
            .on_conflict_do_nothing(index_elements=["message_id"])
        )

    async def prune(self, *, keep: int) -> None:
        """Forget all but the newest; rows that another pruning has locked are left to it."""
        oldest = (
            select(MailboxRow.position)
            .order_by(col(MailboxRow.position).desc())
            .offset(keep)
            .limit(1)
            .scalar_subquery()
        )
        surplus = (
            select(MailboxRow.position)
            .where(col(MailboxRow.position) <= oldest)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        await self._session.execute(delete(MailboxRow).where(col(MailboxRow.position).in_(surplus)))

    async def newest_for_everyone(self, *, to: str | None, limit: int) -> list[KeptMail]:
        """The newest mails, all or those to one address, whatever its case."""
        query = select(MailboxRow)
        if to is not None:
            got_it = func.lower(MailboxRow.to_address) == to.lower()
            query = query.where(or_(got_it, col(MailboxRow.cc).contains([to.lower()])))
        found = await self._session.execute(query.order_by(col(MailboxRow.position).desc()).limit(limit))
        return [
            KeptMail(
                id=row.message_id.strip("<>").partition("@")[0],
                kind=row.kind,
                to=row.to_address,
                cc=tuple(row.cc),
                content=Content(row.subject, row.text, row.html),
                unsubscribe=row.unsubscribe,
                sent_at=row.sent_at,
                business_id=row.business_id,
                message_id=row.message_id,
                reply_to=row.reply_to,
            )
            for row in found.scalars()
        ]
