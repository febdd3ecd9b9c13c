"""Lets one more person sign in for a customer."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.login import AlreadyAMember, Login, Membership, same_email
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.logins import Logins


async def add_login(
    work: Work, *, customer_id: str, email: str, name: str, role: Role, expires_at: datetime | None = None
) -> Login:
    """Give the login of this address, a new one if need be, the role; raises `CustomerNotFound` and
    `AlreadyAMember`.
    """
    customer = await Customers(work.session).get(work.scope, customer_id)
    logins = Logins(work.session)
    login = await logins.add_unless_there(
        Login(
            id=new_id("lgn"),
            version=1,
            business_id=work.scope.business_id,
            email=same_email(email),
            name=name,
        )
    )
    membership = Membership(login.id, customer.id, role, joined_at=work.now, expires_at=expires_at)
    if not await logins.add_membership(work.scope, membership):
        raise AlreadyAMember("This person can sign in for this customer already.", field="email")
    return login
