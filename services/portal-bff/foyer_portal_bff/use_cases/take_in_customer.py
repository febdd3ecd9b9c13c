"""Takes a customer of invoicing into the directory, and lets its owner sign in."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.login import Login, Membership, same_email
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.customers import customer_row
from foyer_portal_bff.storage.logins import Logins


async def take_in_customer(work: Work, customer: Customer) -> None:
    """Upsert it when this version is newer. A customer that nobody can sign in for gets an owner, once:
    after that the address that signs in and the one that documents go to change apart.

    Called with the answer of `POST /v1/customers` and with each event about it, in any order, any number
    of times.
    """
    await save_copy(work, customer_row(customer))
    scope = Scope(customer.business_id)
    logins = Logins(work.session)
    if not await logins.has_members(scope, customer.id):
        await _let_owner_sign_in(logins, scope, customer, work.now)


async def _let_owner_sign_in(logins: Logins, scope: Scope, customer: Customer, now: datetime) -> None:
    login = await logins.add_unless_there(
        Login(
            id=new_id("lgn"),
            version=1,
            business_id=customer.business_id,
            email=same_email(customer.email),
            name=customer.name,
        )
    )
    await logins.add_membership(scope, Membership(login.id, customer.id, Role.OWNER, joined_at=now))
