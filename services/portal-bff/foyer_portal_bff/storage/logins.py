"""Logins and their memberships."""

from dataclasses import asdict, dataclass
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.login import Login, Membership, NotAMember
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import CustomerRow, LoginRow, MembershipRow


@dataclass(frozen=True, slots=True)
class Account:
    """A customer that a login belongs to."""

    customer_id: str
    name: str
    language: str
    role: Role


class Logins:
    """The repository of logins."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_unless_there(self, login: Login) -> Login:
        """Store a new login, or give back the one that has this address already."""
        await self._session.execute(
            insert(LoginRow)
            .values(asdict(login))
            .on_conflict_do_nothing(index_elements=["business_id", "email"])
        )
        found = await self.find_by_email(Scope(login.business_id), login.email)
        return found or login

    async def add_membership(self, scope: Scope, membership: Membership) -> bool:
        """Give the login a role for a customer; False when it has one."""
        added = await self._session.execute(
            insert(MembershipRow)
            .values({**asdict(membership), "business_id": scope.business_id})
            .on_conflict_do_nothing(index_elements=["login_id", "customer_id"])
            .returning(col(MembershipRow.login_id))
        )
        return added.scalar_one_or_none() is not None

    async def has_members(self, scope: Scope, customer_id: str) -> bool:
        """Whether anybody has a role for the customer."""
        found = await self._session.scalar(
            select(col(MembershipRow.login_id))
            .where(
                col(MembershipRow.business_id) == scope.business_id,
                col(MembershipRow.customer_id) == customer_id,
            )
            .limit(1)
        )
        return found is not None

    async def first_owner(self, scope: Scope, customer_id: str, now: datetime) -> str | None:
        """The login that has been the customer's owner for longest; None when it has no owner left."""
        found: str | None = await self._session.scalar(
            select(col(MembershipRow.login_id))
            .where(
                col(MembershipRow.business_id) == scope.business_id,
                col(MembershipRow.customer_id) == customer_id,
                col(MembershipRow.role) == Role.OWNER,
                or_(col(MembershipRow.expires_at).is_(None), col(MembershipRow.expires_at) > now),
            )
            .order_by(col(MembershipRow.joined_at), col(MembershipRow.login_id))
            .limit(1)
        )
        return found

    async def find_by_email(self, scope: Scope, email: str) -> Login | None:
        """The login with this address, as `domain.login.same_email` writes it."""
        row = await self._session.scalar(
            select(LoginRow).where(
                col(LoginRow.business_id) == scope.business_id, col(LoginRow.email) == email
            )
        )
        return Login(**row.model_dump()) if row else None

    async def get_for_update(self, scope: Scope, login_id: str) -> Login:
        """One login of the business, locked; it is there, for nothing deletes logins."""
        found = await self._session.scalars(
            select(LoginRow)
            .where(col(LoginRow.business_id) == scope.business_id, col(LoginRow.id) == login_id)
            .with_for_update()
        )
        return Login(**found.one().model_dump())

    async def save(self, login: Login) -> None:
        """Store a changed login."""
        await self._session.execute(
            update(LoginRow).where(col(LoginRow.id) == login.id).values(asdict(login))
        )

    async def accounts(self, scope: Scope, login_id: str, now: datetime) -> list[Account]:
        """The customers that the login belongs to, the first one first."""
        found = await self._session.execute(_accounts(scope, login_id, now))
        return [Account(row.customer_id, row.name, row.language, Role(row.role)) for row in found]

    async def account(self, scope: Scope, login_id: str, customer_id: str, now: datetime) -> Account:
        """One of them; raises `NotAMember`."""
        for account in await self.accounts(scope, login_id, now):
            if account.customer_id == customer_id:
                return account
        raise NotAMember(f"There is no customer {customer_id}.", field="customer_id")


def _accounts(scope: Scope, login_id: str, now: datetime) -> Select[str, str, str, str]:
    return (
        select(
            col(MembershipRow.customer_id),
            col(MembershipRow.role),
            col(CustomerRow.name),
            col(CustomerRow.language),
        )
        .join(CustomerRow, col(CustomerRow.id) == col(MembershipRow.customer_id))
        .where(
            col(MembershipRow.business_id) == scope.business_id,
            col(MembershipRow.login_id) == login_id,
            or_(col(MembershipRow.expires_at).is_(None), col(MembershipRow.expires_at) > now),
        )
        .order_by(col(MembershipRow.joined_at), col(MembershipRow.customer_id))
    )
