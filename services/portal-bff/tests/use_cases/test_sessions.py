"""Finding out who is signed in."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.login import NotAMember
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.storage.rows import AuditRow, SessionRow
from foyer_portal_bff.use_cases.change_settings import change_settings
from foyer_portal_bff.use_cases.sign_out import sign_out
from foyer_portal_bff.use_cases.switch_account import switch_account
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer
from foyer_portal_bff.use_cases.tidy_up import tidy_up
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from sqlalchemy import select
from sqlmodel import col

Find = Callable[..., Awaitable[SignedIn | None]]
TokenOf = Callable[..., Awaitable[str]]
AddMember = Callable[..., Awaitable[str]]
MARK = RequestMark("req_2", None, "a program")


async def test_the_holder_of_a_token_is_known(ada: Customer, token_of: TokenOf, find: Find) -> None:
    who = await find(await token_of())
    assert who
    assert (who.login.email, who.customer_id, who.customer_name) == ("ada@example.com", ADA, "Ada Lovelace")
    assert (who.role, who.business.slug) == (Role.OWNER, "northwind")
    assert who.request == MARK


async def test_nobody_holds_a_made_up_token(ada: Customer, token_of: TokenOf, find: Find) -> None:
    await token_of()
    assert await find("made up") is None


async def test_a_session_is_nobody_at_the_host_of_another_business(
    ada: Customer, contoso: Business, token_of: TokenOf, find: Find
) -> None:
    token = await token_of()
    assert await find(token, host="localhost")
    assert await find(token, host="contoso.localhost") is None


async def test_activity_keeps_it_alive_until_a_day_of_rest(
    ada: Customer, token_of: TokenOf, find: Find
) -> None:
    token = await token_of()
    assert await find(token, after=timedelta(hours=23))
    assert await find(token, after=timedelta(hours=46))
    assert await find(token, after=timedelta(hours=71)) is None


async def test_a_glance_within_five_minutes_writes_nothing(
    database: Database, ada: Customer, token_of: TokenOf, find: Find
) -> None:
    token = await token_of()
    async with database.session() as session:
        before = await session.scalar(select(col(SessionRow.last_seen_at)))
    await find(token, after=timedelta(minutes=4))
    async with database.session() as session:
        assert await session.scalar(select(col(SessionRow.last_seen_at))) == before


async def test_a_role_that_has_expired_signs_nobody_in(
    add_member: AddMember, token_of: TokenOf, find: Find
) -> None:
    token = await token_of(await add_member(Role.ACCOUNTANT, expires_at=real_now() + timedelta(hours=1)))
    assert await find(token)
    assert await find(token, after=timedelta(hours=2)) is None


async def test_signing_out_ends_the_session_at_hand_only(
    database: Database, ada: Customer, token_of: TokenOf, find: Find
) -> None:
    token, other = await token_of(), await token_of(request_id="req_other")
    who = await find(token)
    assert who
    async with database.work(an_origin(now=real_now())) as work:
        await sign_out(work, who)
    assert await find(token) is None
    assert await find(other)


async def test_settings_are_the_logins_own(database: Database, ada_signed_in: SignedIn) -> None:
    async with database.work(an_origin()) as work:
        login = await change_settings(work, ada_signed_in, {"theme": "dark", "language": "nl"})
    assert login == replace(ada_signed_in.login, theme="dark", language="nl", version=2)
    async with database.session() as session:
        actions = list(await session.scalars(select(col(AuditRow.action)).order_by(col(AuditRow.at))))
    assert sorted(actions) == ["change_settings", "sign_in"]


async def test_a_session_works_for_another_customer_of_its_login(
    database: Database, ada: Customer, token_of: TokenOf, find: Find
) -> None:
    async with database.work(an_origin(now=real_now())) as work:
        await take_in_customer(work, replace(ada, id="cus_2", name="Analytical Engines"))
    token = await token_of()
    who = await find(token)
    assert who
    async with database.work(an_origin(now=real_now())) as work:
        await switch_account(work, who, "cus_2")
    switched = await find(token)
    assert switched
    assert (switched.customer_id, switched.customer_name) == ("cus_2", "Analytical Engines")


async def test_it_does_not_work_for_anybody_elses(
    database: Database, ada_signed_in: SignedIn, contoso: Business
) -> None:
    with pytest.raises(NotAMember):
        async with database.work(an_origin(now=real_now())) as work:
            await switch_account(work, ada_signed_in, "cus_01jdze00000e8000000000000a")
    async with database.session() as session:
        assert await session.scalar(select(col(SessionRow.customer_id))) == ADA


async def test_what_is_over_is_dropped_after_a_while(
    database: Database, ada: Customer, token_of: TokenOf
) -> None:
    await token_of()
    assert await tidy_up(database, real_now() + timedelta(days=43)) == 0
    assert await tidy_up(database, real_now() + timedelta(days=45)) == 1
