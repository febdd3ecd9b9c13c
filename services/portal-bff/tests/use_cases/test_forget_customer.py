"""What the portal forgets of an anonymised customer, and what stays as evidence."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_portal_bff.domain.declaration import Shown, Words
from foyer_portal_bff.domain.password import Password
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.passwords import Passwords
from foyer_portal_bff.storage.rows import (
    AuditRow,
    DeclarationRow,
    HistoryRow,
    LoginRow,
    MembershipRow,
    SessionRow,
)
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.forget_customer import forget_customer
from foyer_portal_bff.use_cases.record_declaration import record_declaration
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from sqlalchemy import select

WORDS = Words(subscription_id="sub_1", reason="unused", message="I'm moving to O'Hare")
SHOWN = Shown(subscription_name="Studio")


@pytest.fixture
def rows(database: Database) -> Callable[[], Awaitable[dict[str, list[Any]]]]:
    """Everything in the tables that say who somebody was."""

    async def read() -> dict[str, list[Any]]:
        async with database.session() as session:
            return {
                row.__tablename__: [found.model_dump() for found in await session.scalars(select(row))]
                for row in (DeclarationRow, AuditRow, HistoryRow, LoginRow, MembershipRow, SessionRow)
            }

    return read


@pytest_asyncio.fixture
async def lived(database: Database, ada_signed_in: SignedIn) -> None:
    """Ada has declared something, and done something."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        await record_declaration(
            work, WORDS, SHOWN, declared_by_name="Ada", number_prefix="NW", idempotency_key="one"
        )

    async def pause() -> None:
        """The service's own work."""

    async with database.session() as session:
        session.add(
            HistoryRow(
                event_id="evt_1",
                business_id=an_origin().scope.business_id,
                customer_id=ADA,
                service="payments",
                type="payment_method.added",
                subject="pm_1",
                actor="system:test",
                at=real_now(),
                details={"label": "Visa ···4242", "kind": "card"},
            )
        )
    await carry_out_command(
        database, ada_signed_in, action="pause", target="sub_1", owner="subscriptions", call=pause()
    )


@pytest.mark.usefixtures("lived")
async def test_names_and_words_go_and_evidence_stays(
    database: Database, rows: Callable[[], Awaitable[dict[str, list[Any]]]]
) -> None:
    before = await rows()
    at = real_now()
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=at)
    after = await rows()
    (declaration,), (was,) = after["declarations"], before["declarations"]
    assert declaration == was | {"message": None, "declared_by_name": "", "content": ""}
    assert (declaration["content_hash"], declaration["number"]) == (was["content_hash"], "NW-D-1001")
    assert {(one["action"], one["ip"], one["device"]) for one in after["audit"]} == {
        ("sign_in", None, ""),
        ("pause", None, ""),
    }
    assert before["history"] != after["history"]
    assert after["history"] == [line | {"details": {}} for line in before["history"]]
    (login,) = after["logins"]
    assert (login["name"], login["email"]) == ("", f"{login['id']}@anonymised.invalid")
    assert [one["expires_at"] for one in after["memberships"]] == [at]
    assert [(one["ended_at"], one["device"], one["ip"]) for one in after["sessions"]] == [(at, "", None)]
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=real_now())
    assert await rows() == after


async def test_the_password_goes_with_its_login(database: Database, ada_signed_in: SignedIn) -> None:
    login_id = ada_signed_in.login.id
    async with database.work(an_origin()) as work:
        await Passwords(work.session).put(Password(login_id, an_origin().scope.business_id, "hash", work.now))
    async with database.work(an_origin(CONTOSO)) as work:
        await forget_customer(work, ADA, at=real_now())
        assert await Passwords(work.session).is_set(an_origin().scope, login_id)
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=real_now())
        assert not await Passwords(work.session).is_set(work.scope, login_id)


@pytest.mark.usefixtures("lived")
async def test_another_business_forgets_nothing_of_it(
    database: Database, rows: Callable[[], Awaitable[dict[str, list[Any]]]]
) -> None:
    before = await rows()
    async with database.work(an_origin(CONTOSO)) as work:
        await forget_customer(work, ADA, at=real_now())
    assert await rows() == before


async def test_who_has_another_customer_stays_who_they_are(
    database: Database,
    add_member: Callable[..., Awaitable[str]],
    rows: Callable[[], Awaitable[dict[str, list[Any]]]],
) -> None:
    email = await add_member(Role.ACCOUNTANT)
    (grace,) = [login["id"] for login in (await rows())["logins"] if login["email"] == email]
    async with database.session() as session:
        session.add(
            MembershipRow(
                login_id=grace,
                customer_id="cus_other",
                business_id=an_origin().scope.business_id,
                role="owner",
                joined_at=real_now(),
            )
        )
    before = {login["id"]: login for login in (await rows())["logins"]}
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=real_now())
    after = {login["id"]: login for login in (await rows())["logins"]}
    assert after[grace] == before[grace]
    assert {login["name"] for login_id, login in after.items() if login_id != grace} == {""}
