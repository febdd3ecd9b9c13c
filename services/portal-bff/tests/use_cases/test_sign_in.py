"""Signing in: what is stored, what is told, and how often one may try."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.sign_in import LinkNotValid
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.rows import AuditRow, SessionRow, SignInAttemptRow, WrongCodesRow
from foyer_portal_bff.use_cases.ask_to_sign_in import SignInMail
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.sign_in_with_link import sign_in_with_link
from foyer_shared.http.refusals import TooManyRequests
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import select

Ask = Callable[..., Awaitable[SignInMail | None]]
Give = Callable[..., Awaitable[OpenedSession | None]]
OpenSessions = Callable[[], Awaitable[list[SessionRow]]]
WrongCode = Callable[[SignInMail], str]
KEY = b"the tests' key"
MARK = RequestMark("req_1", "192.0.2.7", "Firefox on Windows")


async def test_the_mail_goes_to_the_login_in_the_customers_language(
    database: Database, ada: Customer, ask: Ask
) -> None:
    mail = await ask(" ADA@example.com ")
    assert mail
    assert (mail.to, mail.language) == ("ada@example.com", "en")
    async with database.session() as session:
        (attempt,) = await session.scalars(select(SignInAttemptRow))
    assert attempt.id == mail.attempt_id
    stored = str(attempt.model_dump())
    assert mail.secrets.code not in stored
    assert mail.secrets.link_token not in stored


async def test_an_unknown_address_gets_an_attempt_and_no_mail(
    database: Database, northwind: Business, ask: Ask
) -> None:
    assert await ask("nobody@example.com") is None
    async with database.session() as session:
        (attempt,) = await session.scalars(select(SignInAttemptRow))
    assert (attempt.email, attempt.login_id) == ("nobody@example.com", None)


async def test_a_code_opens_one_session_and_is_told_once(
    database: Database, ada: Customer, ask: Ask, give: Give, open_sessions: OpenSessions
) -> None:
    mail = await ask()
    assert mail
    opened = await give(mail.secrets.code)
    assert opened
    assert opened.ends_at == NOW + timedelta(days=14)

    (session,) = await open_sessions()
    assert (session.customer_id, session.ends_at) == (ADA, opened.ends_at)
    assert opened.token not in str(session.model_dump())
    (event,) = await announced(database)
    assert (event.type, event.customerid, event.data) == (
        "login.signed_in",
        ADA,
        {"login_id": session.login_id, "way": "code"},
    )
    assert (event.actor, event.causationid) == (f"login:{session.login_id}", "req_1")
    async with database.session() as reading:
        (entry,) = await reading.scalars(select(AuditRow))
    assert (entry.action, entry.outcome, entry.ip, entry.device) == (
        "sign_in",
        "done",
        "192.0.2.7",
        "Firefox on Windows",
    )

    assert await give(mail.secrets.code) is None
    assert len(await open_sessions()) == 1
    assert len(await announced(database)) == 1


async def test_the_fifth_wrong_code_spoils_the_right_one(
    database: Database,
    ada: Customer,
    ask: Ask,
    give: Give,
    open_sessions: OpenSessions,
    wrong_code: WrongCode,
) -> None:
    mail = await ask()
    assert mail
    for _ in range(5):
        assert await give(wrong_code(mail)) is None
    assert await give(mail.secrets.code) is None
    assert await open_sessions() == []
    assert await announced(database) == []


async def test_four_wrong_codes_do_not(ada: Customer, ask: Ask, give: Give, wrong_code: WrongCode) -> None:
    mail = await ask()
    assert mail
    for _ in range(4):
        assert await give(wrong_code(mail)) is None
    assert await give(mail.secrets.code)


async def test_a_code_is_too_old_after_ten_minutes(
    ada: Customer, ask: Ask, give: Give, open_sessions: OpenSessions
) -> None:
    mail = await ask()
    assert mail
    assert await give(mail.secrets.code, after=timedelta(minutes=10)) is None
    assert await open_sessions() == []


async def test_a_code_signs_in_its_own_address_only(
    ada: Customer, ask: Ask, give: Give, open_sessions: OpenSessions
) -> None:
    mail = await ask()
    assert mail
    assert await ask("nobody@example.com") is None
    assert await give(mail.secrets.code, email="nobody@example.com") is None
    assert await open_sessions() == []


async def test_a_second_mail_waits_a_minute_while_the_first_is_unused(
    ada: Customer, ask: Ask, give: Give
) -> None:
    first = await ask()
    assert first
    with pytest.raises(TooManyRequests) as refusal:
        await ask(after=timedelta(seconds=59))
    assert refusal.value.retry_after == 1
    second = await ask(after=timedelta(seconds=60))
    assert second
    assert await give(first.secrets.code, after=timedelta(seconds=60)) is None
    assert await give(second.secrets.code, after=timedelta(seconds=60))


async def test_an_unknown_address_waits_the_same(database: Database, northwind: Business, ask: Ask) -> None:
    assert await ask("nobody@example.com") is None
    with pytest.raises(TooManyRequests) as refusal:
        await ask("nobody@example.com", after=timedelta(seconds=20))
    assert refusal.value.retry_after == 40
    async with database.session() as session:
        assert len(list(await session.scalars(select(SignInAttemptRow)))) == 1
    assert await ask("nobody@example.com", after=timedelta(seconds=60)) is None


async def test_a_second_mail_does_not_wait_once_the_first_is_used(
    ada: Customer, ask: Ask, give: Give
) -> None:
    first = await ask()
    assert first
    assert await give(first.secrets.code)
    assert await ask()


async def test_twenty_wrong_codes_in_an_hour_close_the_way_by_code_but_not_by_link(
    database: Database, ada: Customer, ask: Ask, give: Give, wrong_code: WrongCode
) -> None:
    for attempt in range(4):
        mail = await ask(after=timedelta(minutes=attempt))
        assert mail
        for _ in range(5):
            await give(wrong_code(mail), after=timedelta(minutes=attempt))
    mail = await ask(after=timedelta(minutes=5))
    assert mail
    assert await give(mail.secrets.code, after=timedelta(minutes=5)) is None
    async with database.work(an_origin(now=NOW + timedelta(minutes=5))) as work:
        by_link = replace(MARK, id="req_link")
        assert await sign_in_with_link(work, token=mail.secrets.link_token, key=KEY, request=by_link)

    later = await ask(after=timedelta(hours=1))
    assert later
    assert await give(later.secrets.code, after=timedelta(hours=1))


async def test_a_link_opens_one_session(
    database: Database, ada: Customer, ask: Ask, give: Give, open_sessions: OpenSessions
) -> None:
    mail = await ask()
    assert mail
    async with database.work(an_origin()) as work:
        await sign_in_with_link(work, token=mail.secrets.link_token, key=KEY, request=MARK)
    with pytest.raises(LinkNotValid):
        async with database.work(an_origin()) as work:
            await sign_in_with_link(work, token=mail.secrets.link_token, key=KEY, request=MARK)

    assert len(await open_sessions()) == 1
    (event,) = await announced(database)
    assert event.data["way"] == "link"
    assert await give(mail.secrets.code) is None


async def test_a_second_click_on_the_code_opens_a_session_too(
    database: Database, ada: Customer, ask: Ask, give: Give, open_sessions: OpenSessions
) -> None:
    mail = await ask()
    assert mail
    first = await give(mail.secrets.code, visitor="a cookie")
    again = replace(MARK, id="req_2")
    second = await give(mail.secrets.code, visitor="a cookie", request=again, after=timedelta(seconds=9))
    assert first
    assert second
    assert first.token != second.token
    assert len(await open_sessions()) == 2

    assert await give(mail.secrets.code, visitor="another", after=timedelta(seconds=9)) is None
    assert await give(mail.secrets.code, visitor="a cookie", after=timedelta(seconds=10)) is None
    assert len(await open_sessions()) == 2
    async with database.session() as session:
        (attempt,) = await session.scalars(select(SignInAttemptRow))
        (wrong,) = await session.scalars(select(WrongCodesRow))
    assert (attempt.wrong_codes, wrong.count) == (2, 2)
    assert "a cookie" not in str(attempt.model_dump())


async def test_a_second_click_on_the_link_opens_a_session_too(
    database: Database, ada: Customer, ask: Ask, open_sessions: OpenSessions
) -> None:
    mail = await ask()
    assert mail

    async def confirm(visitor: str, seconds: int) -> None:
        async with database.work(an_origin(now=NOW + timedelta(seconds=seconds))) as work:
            mark = replace(MARK, id=f"req_{seconds}")
            await sign_in_with_link(
                work, token=mail.secrets.link_token, visitor=visitor, key=KEY, request=mark
            )

    await confirm("a cookie", 0)
    await confirm("a cookie", 9)
    for visitor, seconds in (("another", 9), ("a cookie", 10)):
        with pytest.raises(LinkNotValid):
            await confirm(visitor, seconds)
    assert len(await open_sessions()) == 2


async def test_a_link_of_nobody_opens_nothing(
    database: Database, northwind: Business, open_sessions: OpenSessions
) -> None:
    with pytest.raises(LinkNotValid):
        async with database.work(an_origin()) as work:
            await sign_in_with_link(work, token="made up", key=KEY, request=MARK)
    assert await open_sessions() == []
    assert await announced(database) == []
