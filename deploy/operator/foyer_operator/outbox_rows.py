"""The operator's view of a service's outbox: how it stands, and which rows go out once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from foyer_shared.storage.cleanup import INBOX_KEPT
from foyer_shared.storage.database import Database
from sqlalchemy import ColumnElement, and_, func, or_, select, update

AN_HOUR = timedelta(hours=1)

STILL_KNOWN = INBOX_KEPT - timedelta(days=1)
"""A reader's inbox knows events of so long ago; an older one would take effect twice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which events: those of `set_aside`, else sent ones. Each field that is not None narrows the choice."""

    ids: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    event_type: str | None = None
    set_aside: bool = False

    @property
    def names_something(self) -> bool:
        """Whether it says anything at all."""
        return bool(self.ids or self.since or self.until or self.event_type or self.set_aside)


async def standing(database: Database) -> dict[str, Any]:
    """How many wait, for how many seconds the oldest does, what is set aside, how many went this hour."""
    outbox = database.tables.outbox.c
    unsent = outbox.sent_at.is_(None) & outbox.set_aside.is_(None)
    oldest = func.extract("epoch", func.now() - func.min(outbox.recorded_at).filter(unsent))
    counts = select(
        func.count().filter(unsent).label("unsent"),
        oldest.label("oldest_seconds"),
        func.count().filter(outbox.sent_at > func.now() - AN_HOUR).label("sent_last_hour"),
    )
    aside = (
        select(outbox.message_id.label("id"), outbox.routing_key.label("event"), outbox.recorded_at)
        .add_columns(outbox.set_aside.label("reason"))
        .where(outbox.set_aside.is_not(None))
        .order_by(outbox.position)
    )
    async with database.session() as session:
        row = (await session.execute(counts)).one()
        set_aside = [dict(each) for each in (await session.execute(aside)).mappings()]
    seconds = None if row.oldest_seconds is None else float(row.oldest_seconds)
    return {
        "unsent": row.unsent,
        "oldest_seconds": seconds,
        "sent_last_hour": row.sent_last_hour,
        "set_aside": set_aside,
    }


async def count(database: Database, choice: Choice) -> int:
    """How many events the choice is of."""
    async with database.session() as session:
        return (await session.execute(select(func.count()).where(_chosen(database, choice)))).scalar_one()


async def unknown_ids(database: Database, ids: Sequence[str]) -> list[str]:
    """Those of the ids that the outbox does not have."""
    column = database.tables.outbox.c.message_id
    async with database.session() as session:
        there = set(await session.scalars(select(column).where(column.in_(ids))))
    return [each for each in ids if each not in there]


async def send_again(database: Database, choice: Choice) -> int:
    """Unmark them, so that the relay sends them; how many they were."""
    async with database.session() as session:
        outbox = database.tables.outbox
        changed = update(outbox).where(_chosen(database, choice)).values(sent_at=None, set_aside=None)
        return len((await session.execute(changed.returning(outbox.c.position))).all())


def _chosen(database: Database, choice: Choice) -> ColumnElement[bool]:
    outbox = database.tables.outbox.c
    known = and_(outbox.sent_at.is_not(None), outbox.recorded_at > func.now() - STILL_KNOWN)
    refused = outbox.set_aside.is_not(None)
    conditions = [refused if choice.set_aside else or_(known, refused) if choice.ids else known]
    if choice.ids:
        conditions.append(outbox.message_id.in_(choice.ids))
    if choice.since:
        conditions.append(outbox.recorded_at >= choice.since)
    if choice.until:
        conditions.append(outbox.recorded_at < choice.until)
    if choice.event_type:
        conditions.append(outbox.routing_key.endswith(f".{choice.event_type}", autoescape=True))
    return and_(*conditions)
