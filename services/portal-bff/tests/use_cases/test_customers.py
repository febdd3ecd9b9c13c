"""Taking customers into the directory, and letting people sign in for them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer, CustomerNotFound
from foyer_portal_bff.domain.login import AlreadyAMember
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.logins import Account
from foyer_portal_bff.use_cases.add_login import add_login
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin

AccountsOf = Callable[[str], Awaitable[list[Account]]]
HERS = Account(ADA, "Ada Lovelace", "en", Role.OWNER)


async def test_a_new_customers_address_can_sign_in_as_owner(
    database: Database, ada: Customer, accounts_of: AccountsOf
) -> None:
    assert await accounts_of("ada@example.com") == [HERS]


async def test_the_same_customer_again_changes_nothing(
    database: Database, ada: Customer, accounts_of: AccountsOf
) -> None:
    async with database.work(an_origin()) as work:
        await take_in_customer(work, ada)
    assert await accounts_of("ada@example.com") == [HERS]


async def test_a_newer_version_wins_and_its_address_does_not_sign_in(
    database: Database, ada: Customer, accounts_of: AccountsOf
) -> None:
    newer = replace(ada, version=2, name="Ada King", email="king@example.com")
    async with database.work(an_origin()) as work:
        await take_in_customer(work, newer)
        await take_in_customer(work, ada)

    async with database.session() as session:
        assert await Customers(session).get(an_origin().scope, ADA) == newer
    assert await accounts_of("ada@example.com") == [replace(HERS, name="Ada King")]
    assert await accounts_of("king@example.com") == []


async def test_spellings_of_one_address_are_one_login_with_two_customers(
    database: Database, ada: Customer, accounts_of: AccountsOf
) -> None:
    company = replace(ada, id="cus_2", email="ADA@Example.com", name="Analytical Engines")
    async with database.work(an_origin()) as work:
        await take_in_customer(work, company)
    assert await accounts_of("ada@example.com") == [
        HERS,
        Account("cus_2", "Analytical Engines", "en", Role.OWNER),
    ]


async def test_one_address_at_two_businesses_is_two_logins(
    database: Database, ada: Customer, contoso: Business, accounts_of: AccountsOf
) -> None:
    async with database.work(an_origin(CONTOSO)) as work:
        await take_in_customer(work, replace(ada, id="cus_3", business_id=CONTOSO))
    assert await accounts_of("ada@example.com") == [HERS]


async def test_a_login_gets_a_role_for_a_customer(
    database: Database, ada: Customer, accounts_of: AccountsOf
) -> None:
    async with database.work(an_origin()) as work:
        login = await add_login(
            work, customer_id=ADA, email="Bob@Example.com", name="Bob", role=Role.ACCOUNTANT, expires_at=None
        )
    assert login.email == "bob@example.com"
    assert await accounts_of("bob@example.com") == [replace(HERS, role=Role.ACCOUNTANT)]


async def test_a_role_is_given_once(database: Database, ada: Customer, accounts_of: AccountsOf) -> None:
    with pytest.raises(AlreadyAMember):
        async with database.work(an_origin()) as work:
            await add_login(work, customer_id=ADA, email=ada.email, name="Ada", role=Role.MEMBER)
    assert await accounts_of("ada@example.com") == [HERS]


async def test_nobody_signs_in_for_another_businesss_customer(
    database: Database, ada: Customer, contoso: Business, accounts_of: AccountsOf
) -> None:
    with pytest.raises(CustomerNotFound):
        async with database.work(an_origin(CONTOSO)) as work:
            await add_login(work, customer_id=ADA, email="eve@example.com", name="Eve", role=Role.OWNER)
    assert await accounts_of("eve@example.com") == []
