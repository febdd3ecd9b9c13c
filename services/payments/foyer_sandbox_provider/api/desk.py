"""What the provider's doors share: its database, its seal, and whose API key a call came with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Header, Request
from foyer_shared.http.refusals import NotSignedIn
from foyer_shared.storage.sealing import Seal
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.use_cases.find_account import find_account


@dataclass(frozen=True, slots=True)
class Desk:
    """On `app.state.desk`. `settles_after` is how long banks take here; `bell` wakes who sends webhooks."""

    engine: AsyncEngine
    seal: Seal
    settles_after: timedelta
    bell: asyncio.Event

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session
        self.bell.set()


async def desk(request: Request) -> Desk:
    """The provider's."""
    found: Desk = request.app.state.desk
    return found


DeskHere = Annotated[Desk, Depends(desk)]


async def api_key(authorization: Annotated[str, Header()] = "") -> str:
    """Raises NotSignedIn when none was sent."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise NotSignedIn("Send an API key.")
    return key


ApiKey = Annotated[str, Depends(api_key)]


async def account(key: ApiKey, here: DeskHere) -> str:
    """The account of the key; raises NotSignedIn for a key that opens none."""
    async with here.session() as session:
        found = await find_account(session, key)
    if found is None:
        raise NotSignedIn("This API key opens no account.")
    return found.id


AccountHere = Annotated[str, Depends(account)]


@asynccontextmanager
async def books_of(here: Desk, account_id: str) -> AsyncIterator[Books]:
    """The account's books in one transaction."""
    async with here.session() as session:
        yield Books(session, account_id)
