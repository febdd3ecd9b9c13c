"""Short ways to the use cases that these tests are about."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.storage.logins import Account, Logins
from foyer_portal_bff.storage.rows import SessionRow
from foyer_portal_bff.use_cases.ask_to_sign_in import SignInMail, ask_to_sign_in
from foyer_portal_bff.use_cases.find_signed_in import find_signed_in
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.sign_in_with_code import sign_in_with_code
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin
from sqlalchemy import select

KEY = b"the tests' key"
MARK = RequestMark("req_1", "192.0.2.7", "Firefox on Windows")
AT_ONCE = timedelta(0)


@pytest.fixture
def accounts_of(database: Database) -> Callable[[str], Awaitable[list[Account]]]:
    """Which customers the login of an address belongs to."""

    async def read(email: str) -> list[Account]:
        scope = an_origin().scope
        async with database.session() as session:
            logins = Logins(session)
            login = await logins.find_by_email(scope, email)
            return await logins.accounts(scope, login.id, NOW) if login else []

    return read


@pytest.fixture
def ask(database: Database) -> Callable[..., Awaitable[SignInMail | None]]:
    """Asks for a mail, some time after NOW."""

    async def make(email: str = "ada@example.com", *, after: timedelta = AT_ONCE) -> SignInMail | None:
        async with database.work(an_origin(now=NOW + after)) as work:
            return await ask_to_sign_in(work, email, key=KEY)

    return make


@pytest.fixture
def give(database: Database) -> Callable[..., Awaitable[OpenedSession | None]]:
    """Types a code, some time after NOW."""

    async def make(
        code: str,
        *,
        email: str = "ada@example.com",
        visitor: str | None = None,
        request: RequestMark = MARK,
        after: timedelta = AT_ONCE,
    ) -> OpenedSession | None:
        async with database.work(an_origin(now=NOW + after)) as work:
            return await sign_in_with_code(
                work, email=email, code=code, visitor=visitor, key=KEY, request=request
            )

    return make


@pytest.fixture
def wrong_code() -> Callable[[SignInMail], str]:
    """Makes a code that is not the mail's."""
    return lambda mail: f"{(int(mail.secrets.code) + 1) % 1_000_000:06d}"


@pytest.fixture
def open_sessions(database: Database) -> Callable[[], Awaitable[list[SessionRow]]]:
    """Reads all sessions there are."""

    async def read() -> list[SessionRow]:
        async with database.session() as session:
            return list(await session.scalars(select(SessionRow)))

    return read


@pytest.fixture
def find(database: Database) -> Callable[..., Awaitable[SignedIn | None]]:
    """Asks who holds a token, some time from now."""

    async def read(token: str, *, host: str = "localhost", after: timedelta = AT_ONCE) -> SignedIn | None:
        mark = RequestMark("req_2", None, "a program")
        return await find_signed_in(database, token=token, host=host, request=mark, now=real_now() + after)

    return read
