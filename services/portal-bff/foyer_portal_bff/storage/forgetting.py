"""What the portal forgets of a customer who is anonymised."""

from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.storage.rows import (
    AuditRow,
    CustomerConfigurationRow,
    DeclarationRow,
    EmailChangeRow,
    HistoryRow,
    LoginRow,
    MembershipRow,
    PasskeyRow,
    PasswordRow,
    PicturePartRow,
    PortalSessionRow,
    SessionRow,
    VisitorDeclarationRow,
)


class Forgetting:
    """Clears the words and the names, table by table; numbers, times and hashes stay as evidence."""

    def __init__(self, session: AsyncSession, scope: Scope, customer_id: str) -> None:
        self._session = session
        self._scope = scope
        self._customer_id = customer_id

    async def words(self) -> None:
        """What was declared in words, who said it, and from where anything was done."""
        await self._session.execute(
            update(DeclarationRow)
            .where(
                col(DeclarationRow.business_id) == self._scope.business_id,
                col(DeclarationRow.customer_id) == self._customer_id,
            )
            .values(message=None, declared_by_name="", content="")
        )
        await self._session.execute(
            update(VisitorDeclarationRow)
            .where(
                col(VisitorDeclarationRow.business_id) == self._scope.business_id,
                col(VisitorDeclarationRow.customer_id) == self._customer_id,
            )
            .values(
                name="",
                email="",
                receipt_to="",
                customer_number=None,
                contract=None,
                message=None,
                note=None,
                content="",
                words_hash="",
            )
        )
        await self._session.execute(
            update(AuditRow)
            .where(
                col(AuditRow.business_id) == self._scope.business_id,
                col(AuditRow.customer_id) == self._customer_id,
            )
            .values(ip=None, device="")
        )
        await self._session.execute(
            update(HistoryRow)
            .where(
                col(HistoryRow.business_id) == self._scope.business_id,
                col(HistoryRow.customer_id) == self._customer_id,
            )
            .values(details={})
        )
        for row in (CustomerConfigurationRow, EmailChangeRow, PicturePartRow, PortalSessionRow):
            await self._session.execute(
                delete(row).where(
                    col(row.business_id) == self._scope.business_id, col(row.customer_id) == self._customer_id
                )
            )

    async def logins(self, at: datetime) -> None:
        """Who could sign in: their roles end, and whoever has none left is nobody any more."""
        theirs = select(col(MembershipRow.login_id)).where(
            col(MembershipRow.business_id) == self._scope.business_id,
            col(MembershipRow.customer_id) == self._customer_id,
        )
        has_another = exists().where(
            col(MembershipRow.login_id) == col(LoginRow.id),
            col(MembershipRow.customer_id) != self._customer_id,
            or_(col(MembershipRow.expires_at).is_(None), col(MembershipRow.expires_at) > at),
        )
        gone = select(col(LoginRow.id)).where(col(LoginRow.id).in_(theirs), ~has_another)
        for row in (PasswordRow, PasskeyRow):
            await self._session.execute(delete(row).where(col(row.login_id).in_(gone)))
        await self._session.execute(
            update(LoginRow)
            .where(col(LoginRow.id).in_(theirs), ~has_another)
            .values(name="", email=func.concat(col(LoginRow.id), "@anonymised.invalid"))
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(SessionRow)
            .where(
                col(SessionRow.business_id) == self._scope.business_id,
                col(SessionRow.customer_id) == self._customer_id,
            )
            .values(ended_at=func.coalesce(col(SessionRow.ended_at), at), device="", ip=None)
        )
        await self._session.execute(
            update(MembershipRow)
            .where(
                col(MembershipRow.business_id) == self._scope.business_id,
                col(MembershipRow.customer_id) == self._customer_id,
                or_(col(MembershipRow.expires_at).is_(None), col(MembershipRow.expires_at) > at),
            )
            .values(expires_at=at)
        )
