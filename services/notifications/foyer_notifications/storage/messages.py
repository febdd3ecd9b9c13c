"""Messages: recorded once per cause, claimed by whoever sends, listed for their readers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import case, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from foyer_notifications.domain.errors import MessageNotFound
from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.message import Message, State, Suppression
from foyer_notifications.storage.rows import MessageRow


@dataclass(frozen=True, slots=True)
class Summary:
    """How many messages somebody got, and when the last one was made."""

    count: int
    last_at: datetime | None


class Messages:
    """The repository of messages."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, message: Message) -> bool:
        """Record it, unless this cause has brought this message to this address before."""
        added = await self._session.execute(
            insert(MessageRow)
            .values(_as_row(message).model_dump())
            .on_conflict_do_nothing(index_elements=["cause", "kind", "to_address"])
            .returning(col(MessageRow.id))
        )
        return added.scalar_one_or_none() is not None

    async def save(self, message: Message) -> None:
        """Store what delivery has changed."""
        await self._session.execute(
            update(MessageRow)
            .where(col(MessageRow.id) == message.id)
            .values(
                version=message.version,
                sealed=message.sealed,
                state=message.state,
                attempts=message.attempts,
                next_try_at=message.next_try_at,
                sent_at=message.sent_at,
                failure=message.failure,
                uncertain_at=message.uncertain_at,
            )
        )

    async def due_for_everyone(self, real: datetime, *, limit: int) -> list[Message]:
        """The messages whose next try has come, locked; those that somebody else has locked are skipped."""
        found = await self._session.execute(
            select(MessageRow)
            .where(col(MessageRow.next_try_at) <= real)
            .order_by(col(MessageRow.next_try_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_as_message(row) for row in found.scalars()]

    async def get(self, scope: Scope, message_id: str) -> Message:
        """One message that the scope may see; raises `MessageNotFound`."""
        found = await self._session.execute(_seen_by(scope).where(MessageRow.id == message_id))
        row = found.scalar_one_or_none()
        if row is None:
            raise MessageNotFound("There is no message of this id.")
        return _as_message(row)

    async def get_for_update(self, scope: Scope, message_id: str) -> Message:
        """One message of the business, locked; it is there, for none is deleted before it is given up."""
        found = await self._session.execute(
            select(MessageRow)
            .where(MessageRow.id == message_id, MessageRow.business_id == scope.business_id)
            .with_for_update()
        )
        return _as_message(found.scalar_one())

    async def find_by_mail_id_for_update(self, scope: Scope, mail_id: str) -> Message | None:
        """The message of the business that went out under a Message-ID, locked."""
        found = await self._session.execute(
            select(MessageRow)
            .where(
                MessageRow.id == mail_id.strip("<>").partition("@")[0],
                MessageRow.message_id == mail_id,
                MessageRow.business_id == scope.business_id,
            )
            .with_for_update()
        )
        row = found.scalar_one_or_none()
        return _as_message(row) if row else None

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Empty what the customer's messages said, and to whom; those that wait to be sent fail."""
        waits = col(MessageRow.state).in_((State.QUEUED, State.SENDING))
        await self._session.execute(
            update(MessageRow)
            .where(
                col(MessageRow.business_id) == scope.business_id, col(MessageRow.customer_id) == customer_id
            )
            .values(
                to_address=func.concat(col(MessageRow.id), "@anonymised.invalid"),
                cc=[],
                subject="",
                text="",
                html="",
                sealed=None,
                state=case((waits, State.FAILED.value), else_=col(MessageRow.state)),
                next_try_at=None,
                failure=None,
            )
            .execution_options(synchronize_session=False)
        )

    async def forget_of_no_customer_for_everyone(self, before: datetime, *, limit: int) -> int:
        """Delete those recorded before a real moment that are in no customer's message centre; how many."""
        old = (
            select(MessageRow.id)
            .where(col(MessageRow.customer_id).is_(None), col(MessageRow.recorded_at) < before)
            .order_by(col(MessageRow.recorded_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._session.scalars(
            delete(MessageRow)
            .where(col(MessageRow.id).in_(old))
            .returning(col(MessageRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())

    async def list_page(
        self,
        scope: Scope,
        *,
        before: str | None,
        limit: int,
        customer_id: str | None = None,
        states: Collection[State] = (),
        kinds: Collection[str] | None = None,
    ) -> list[Message]:
        """The newest messages of the scope, those recorded before the one with id `before`.

        `states` and `kinds` narrow, within a business `customer_id` too.
        """
        query = _seen_by(scope)
        if customer_id is not None:
            query = query.where(MessageRow.customer_id == customer_id)
        if states:
            query = query.where(col(MessageRow.state).in_(states))
        if kinds is not None:
            query = query.where(col(MessageRow.kind).in_(kinds))
        if before is not None:
            query = query.where(col(MessageRow.id) < before)
        found = await self._session.execute(query.order_by(col(MessageRow.id).desc()).limit(limit))
        return [_as_message(row) for row in found.scalars()]

    async def summary(self, scope: Scope) -> Summary:
        """How many messages the customer of the scope can see."""
        found = await self._session.execute(
            select(func.count(), func.max(MessageRow.created_at)).where(
                MessageRow.business_id == scope.business_id,
                MessageRow.customer_id == scope.customer_id,
                col(MessageRow.state) != State.HELD,
            )
        )
        count, last_at = found.one()
        return Summary(count, last_at)


def _seen_by(scope: Scope) -> SelectOfScalar[MessageRow]:
    """A customer sees what went out or will, and what they did not want; what was held is the business's to
    know.
    """
    query = select(MessageRow).where(MessageRow.business_id == scope.business_id)
    if scope.customer_id is None:
        return query
    return query.where(MessageRow.customer_id == scope.customer_id, col(MessageRow.state) != State.HELD)


def _as_row(message: Message) -> MessageRow:
    return MessageRow(
        id=message.id,
        version=message.version,
        business_id=message.business_id,
        customer_id=message.customer_id,
        kind=message.kind,
        cause=message.cause,
        to_address=message.to,
        cc=list(message.cc),
        language=message.language,
        sender_name=message.sender_name,
        reply_to=message.reply_to,
        subject=message.content.subject,
        text=message.content.text,
        html=message.content.html,
        sealed=message.sealed,
        state=message.state,
        attempts=message.attempts,
        next_try_at=message.next_try_at,
        give_up_at=message.give_up_at,
        message_id=message.message_id,
        created_at=message.created_at,
        recorded_at=message.recorded_at,
        sent_at=message.sent_at,
        failure=message.failure,
        traceparent=message.traceparent,
        suppressed_because=message.suppressed_because,
        unsubscribe_page=message.unsubscribe_page,
        uncertain_at=message.uncertain_at,
        ticket_id=message.ticket_id,
    )


def _as_message(row: MessageRow) -> Message:
    return Message(
        **row.model_dump(
            exclude={"to_address", "cc", "subject", "text", "html", "state", "suppressed_because"}
        ),
        to=row.to_address,
        cc=tuple(row.cc),
        content=Content(row.subject, row.text, row.html),
        state=State(row.state),
        suppressed_because=Suppression(row.suppressed_because) if row.suppressed_because else None,
    )
