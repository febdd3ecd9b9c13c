"""The history of customers: written from events, read with the names and places of the audit log."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import String, and_, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.history import HistoryEntry, HistoryLine
from foyer_portal_bff.domain.matching import KnownSubscription
from foyer_portal_bff.storage.rows import AuditRow, HistoryRow, LoginRow

_LINE = tuple(HistoryRow.__table__.columns)

_PLACE = (
    # A request comes from one place, whatever it did.
    select(col(AuditRow.ip), col(AuditRow.device))
    .where(
        # A person's place is shown; that of the business's own machines is not the customer's.
        col(HistoryRow.actor).startswith("login:"),
        col(AuditRow.request_id) == col(HistoryRow.causation_id),
        col(AuditRow.business_id) == col(HistoryRow.business_id),
    )
    .limit(1)
    .lateral()
)

_NEWEST = (
    select(*_LINE, col(LoginRow.name).label("login_name"), _PLACE.c.ip, _PLACE.c.device)
    .select_from(HistoryRow)
    .outerjoin(_PLACE, true())
    .outerjoin(
        LoginRow,
        and_(
            literal("login:", String) + col(LoginRow.id) == col(HistoryRow.actor),
            col(LoginRow.business_id) == col(HistoryRow.business_id),
        ),
    )
    .order_by(col(HistoryRow.at).desc(), col(HistoryRow.event_id).desc())
)


async def history_page(
    connection: AsyncConnection,
    scope: Scope,
    *,
    services: Sequence[str],
    subject: str | None,
    before: tuple[datetime, str] | None,
    limit: int,
) -> list[HistoryEntry]:
    """The customer's newest lines that come from these services, those before (moment, event id), of one
    subject or of all.
    """
    query = _NEWEST.where(
        col(HistoryRow.business_id) == scope.business_id,
        col(HistoryRow.customer_id) == scope.customer_id,
        col(HistoryRow.service).in_(services),
    )
    if subject is not None:
        query = query.where(col(HistoryRow.subject) == subject)
    if before is not None:
        query = query.where(tuple_(col(HistoryRow.at), col(HistoryRow.event_id)) < before)
    found = await connection.execute(query.limit(limit))
    return [
        HistoryEntry(
            HistoryLine(**{column.name: row[column.name] for column in _LINE}),
            row["login_name"],
            row["ip"],
            row["device"],
        )
        for row in found.mappings()
    ]


async def subscription_name(connection: AsyncConnection, scope: Scope, subscription_id: str) -> str | None:
    """What the newest line about one of the customer's subscriptions calls it; None without one."""
    found: str | None = await connection.scalar(
        select(col(HistoryRow.details)["name"].as_string())
        .where(
            col(HistoryRow.business_id) == scope.business_id,
            col(HistoryRow.customer_id) == scope.customer_id,
            col(HistoryRow.subject) == subscription_id,
            col(HistoryRow.type).startswith("subscription."),
        )
        .order_by(col(HistoryRow.at).desc())
        .limit(1)
    )
    return found


_ENDS = ("subscription.canceled", "subscription.completed")


async def known_subscriptions(session: AsyncSession, scope: Scope) -> list[KnownSubscription]:
    """All that the customer's history tells of, under the name of the newest line about each."""
    subject = col(HistoryRow.subject)
    found = await session.execute(
        select(
            subject,
            func.array_agg(
                aggregate_order_by(col(HistoryRow.details)["name"].as_string(), col(HistoryRow.at).desc())
            )[1],
            func.bool_or(col(HistoryRow.type).in_(_ENDS)),
        )
        .where(
            col(HistoryRow.business_id) == scope.business_id,
            col(HistoryRow.customer_id) == scope.customer_id,
            col(HistoryRow.type).startswith("subscription."),
        )
        .group_by(subject)
        .order_by(subject)
    )
    return [KnownSubscription(identity, name or "", ended) for identity, name, ended in found]


class History:
    """The repository of the history."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, line: HistoryLine) -> None:
        """Write a line."""
        await self._session.execute(insert(HistoryRow).values(asdict(line)))
