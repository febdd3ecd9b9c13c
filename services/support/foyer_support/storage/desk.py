"""How a business's tickets stand, counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_shared.basics.origin import Scope
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.side import Side
from foyer_support.domain.states import NOT_RESOLVED, Status
from foyer_support.storage.rows import TicketRow

LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """What is open now, and how long customers who asked in the last 30 days waited for a first answer."""

    open: int
    in_review: int
    unassigned: int
    unanswered: int
    oldest_unanswered_at: datetime | None
    answered: int
    median_first_answer: timedelta | None


async def count_desk(session: AsyncSession, scope: Scope, *, now: datetime) -> DeskCounts:
    """Of the whole business. Tickets that staff opened wait for no first answer."""
    own = col(TicketRow.business_id) == scope.business_id
    not_resolved = col(TicketRow.status).in_(NOT_RESOLVED)
    asked = col(TicketRow.opened_by) == Side.CUSTOMER
    waits = not_resolved & asked & col(TicketRow.first_answered_at).is_(None)
    standing = await session.execute(
        select(
            func.count().filter(col(TicketRow.status) == Status.OPEN),
            func.count().filter(col(TicketRow.status) == Status.IN_REVIEW),
            func.count().filter(col(TicketRow.assigned_to).is_(None)),
            func.count().filter(waits),
            func.min(col(TicketRow.opened_at)).filter(waits),
        ).where(own, not_resolved)
    )
    took = col(TicketRow.first_answered_at) - col(TicketRow.opened_at)
    answers = await session.execute(
        select(func.count(), func.percentile_cont(0.5).within_group(took)).where(
            own,
            asked,
            col(TicketRow.first_answered_at).is_not(None),
            col(TicketRow.opened_at) > now - LOOKS_BACK,
        )
    )
    return DeskCounts(*standing.one(), *answers.one())
