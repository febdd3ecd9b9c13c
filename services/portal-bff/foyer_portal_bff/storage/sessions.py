"""Sessions, by the hash of their token."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.login import Login
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.session import Session, form_token, hash_token
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.storage.businesses import BUSINESS_COLUMNS, as_business
from foyer_portal_bff.storage.portal_configurations import (
    CONFIGURATION_COLUMNS,
    as_chosen,
    configuration_for,
)
from foyer_portal_bff.storage.portal_sessions import PORTAL_SESSION_COLUMNS, as_portal_session
from foyer_portal_bff.storage.rows import (
    BusinessHostRow,
    BusinessRow,
    CustomerConfigurationRow,
    CustomerRow,
    HostConfigurationRow,
    LoginRow,
    MembershipRow,
    PortalConfigurationRow,
    PortalSessionRow,
    SessionRow,
)

_SIGNED_IN = (
    select(
        *BUSINESS_COLUMNS,
        *PORTAL_SESSION_COLUMNS,
        *CONFIGURATION_COLUMNS,
        col(SessionRow.id).label("session_id"),
        col(SessionRow.last_seen_at),
        col(LoginRow.id).label("login_id"),
        col(LoginRow.version).label("login_version"),
        col(LoginRow.email),
        col(LoginRow.name).label("login_name"),
        col(LoginRow.theme),
        col(LoginRow.language).label("login_language"),
        col(CustomerRow.id).label("customer_id"),
        col(CustomerRow.name).label("customer_name"),
        col(MembershipRow.role),
    )
    .select_from(SessionRow)
    .join(LoginRow, col(LoginRow.id) == col(SessionRow.login_id))
    .join(
        MembershipRow,
        (col(MembershipRow.login_id) == col(SessionRow.login_id))
        & (col(MembershipRow.customer_id) == col(SessionRow.customer_id)),
    )
    .join(CustomerRow, col(CustomerRow.id) == col(SessionRow.customer_id))
    .join(BusinessRow, col(BusinessRow.id) == col(SessionRow.business_id))
    .outerjoin(PortalSessionRow, col(PortalSessionRow.id) == col(SessionRow.portal_session_id))
    .outerjoin(
        CustomerConfigurationRow,
        col(CustomerConfigurationRow.customer_id) == col(SessionRow.customer_id),
    )
    .outerjoin(
        HostConfigurationRow,
        (col(HostConfigurationRow.business_id) == col(SessionRow.business_id))
        & (col(HostConfigurationRow.host) == bindparam("host")),
    )
    .outerjoin(
        PortalConfigurationRow,
        col(PortalConfigurationRow.id)
        == configuration_for(
            col(SessionRow.business_id),
            col(PortalSessionRow.configuration_id),
            col(CustomerConfigurationRow.configuration_id),
            col(HostConfigurationRow.configuration_id),
        ),
    )
    .where(
        col(SessionRow.token_hash) == bindparam("token_hash"),
        col(SessionRow.ended_at).is_(None),
        col(SessionRow.ends_at) > bindparam("now"),
        col(SessionRow.last_seen_at) + col(SessionRow.idle) > bindparam("now"),
        or_(col(MembershipRow.expires_at).is_(None), col(MembershipRow.expires_at) > bindparam("now")),
        # A session is its business's: it is nobody at the host of another.
        ~exists().where(
            col(BusinessHostRow.host) == bindparam("host"),
            col(BusinessHostRow.business_id) != col(SessionRow.business_id),
        ),
    )
)
"""One query on unique indexes answers who is behind a request."""


async def signed_in_by_token(
    connection: AsyncConnection, *, token: str, host: str, request: RequestMark, now: datetime
) -> tuple[SignedIn, datetime] | None:
    """Who holds this token, and when they were last seen; None when the session is over."""
    found = await connection.execute(_SIGNED_IN, {"token_hash": hash_token(token), "host": host, "now": now})
    row = found.mappings().one_or_none()
    if row is None:
        return None
    login = Login(
        id=row["login_id"],
        version=row["login_version"],
        business_id=row["id"],
        email=row["email"],
        name=row["login_name"],
        theme=row["theme"],
        language=row["login_language"],
    )
    who = SignedIn(
        session_id=row["session_id"],
        login=login,
        customer_id=row["customer_id"],
        customer_name=row["customer_name"],
        role=Role(row["role"]),
        business=as_business(row),
        csrf_token=form_token(token),
        request=request,
        configuration=as_chosen(row, row["id"]),
        portal_session=as_portal_session(row),
    )
    return who, row["last_seen_at"]


def _live_of(scope: Scope, login_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SessionRow.business_id) == scope.business_id,
        col(SessionRow.login_id) == login_id,
        col(SessionRow.ended_at).is_(None),
        col(SessionRow.ends_at) > now,
        col(SessionRow.last_seen_at) + col(SessionRow.idle) > now,
    )


class Sessions:
    """The repository of sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, session: Session) -> None:
        """Store a new session."""
        await self._session.execute(insert(SessionRow).values(asdict(session)))

    async def end(self, scope: Scope, session_id: str, now: datetime) -> None:
        """End it; one that has ended keeps its moment."""
        await self._session.execute(
            update(SessionRow)
            .where(
                col(SessionRow.business_id) == scope.business_id,
                col(SessionRow.id) == session_id,
                col(SessionRow.ended_at).is_(None),
            )
            .values(ended_at=now)
        )

    async def live_of_login(self, scope: Scope, login_id: str, now: datetime) -> list[Session]:
        """The login's sessions that are not over, the one last used first."""
        found = await self._session.scalars(
            select(SessionRow)
            .where(*_live_of(scope, login_id, now))
            .order_by(col(SessionRow.last_seen_at).desc(), col(SessionRow.id).desc())
        )
        return [Session(**row.model_dump()) for row in found]

    async def addresses(self, scope: Scope, email: str) -> set[str]:
        """From where the login with this address has signed in lately."""
        found = await self._session.scalars(
            select(col(SessionRow.ip))
            .join(LoginRow, col(LoginRow.id) == col(SessionRow.login_id))
            .where(
                col(LoginRow.business_id) == scope.business_id,
                col(LoginRow.email) == email,
                col(SessionRow.ip).is_not(None),
            )
            .distinct()
        )
        return {ip for ip in found if ip}

    async def end_one(self, scope: Scope, login_id: str, session_id: str, now: datetime) -> bool:
        """End one of the login's own; False when it has no live one of this id."""
        ended = await self._session.execute(
            update(SessionRow)
            .where(*_live_of(scope, login_id, now), col(SessionRow.id) == session_id)
            .values(ended_at=now)
            .returning(col(SessionRow.id))
        )
        return ended.scalar_one_or_none() is not None

    async def end_all(self, scope: Scope, login_id: str, now: datetime, *, but: str | None = None) -> int:
        """End all of the login's, but one if it is told; returns how many."""
        ended = await self._session.execute(
            update(SessionRow)
            .where(*_live_of(scope, login_id, now), col(SessionRow.id) != (but or ""))
            .values(ended_at=now)
            .returning(col(SessionRow.id))
        )
        return len(ended.all())

    async def touch(self, scope: Scope, session_id: str, now: datetime) -> None:
        """Write down that it was used."""
        await self._session.execute(
            update(SessionRow)
            .where(col(SessionRow.business_id) == scope.business_id, col(SessionRow.id) == session_id)
            .values(last_seen_at=now)
        )

    async def work_for(self, scope: Scope, session_id: str, customer_id: str) -> None:
        """Let it work for another customer of its login."""
        await self._session.execute(
            update(SessionRow)
            .where(col(SessionRow.business_id) == scope.business_id, col(SessionRow.id) == session_id)
            .values(customer_id=customer_id)
        )

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop the sessions whose time was over before a moment; returns how many."""
        gone = await self._session.execute(
            delete(SessionRow).where(col(SessionRow.ends_at) < before).returning(col(SessionRow.id))
        )
        return len(gone.all())
