"""The door at which the portal asks what is due: for the portal alone, and honest about the bus."""

from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.messaging.transport import Backlog, TransportAway
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.testing import NORTHWIND, a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, NOW

DOOR = "/internal/next-due"
OF_A_CLOCK = ["clock:read"]


class Bus:
    """One of which nothing but the backlog is asked."""

    is_away = False

    async def backlog(self, reader: str) -> Backlog:
        if self.is_away:
            raise TransportAway
        return Backlog(waiting=3 if reader == "notes" else 0, dead=9)


async def due_at_northwind(work: Work) -> datetime | None:
    """A use case of the service."""
    return NOW if work.scope.business_id == NORTHWIND else None


@pytest.fixture
def due_app(database: Database, caller_keys: Path) -> FastAPI:
    """A service with something due."""
    app = service_app(
        name="notes",
        database=database,
        caller_check=CallerTokenCheck(caller_keys),
        routers=[next_due_router(due_at_northwind)],
    )
    app.state.transport = Bus()
    return app


async def test_it_says_what_is_due_for_the_business_and_what_waits(due_app: FastAPI) -> None:
    work = {"last_event": 0, "unsent": 0, "queued": 3, "at_work": 0}
    for business_id, due in ((NORTHWIND, "2026-03-10T09:30:00Z"), (CONTOSO, None)):
        caller = a_caller("internal", business_id=business_id, scopes=OF_A_CLOCK)
        async with client_for(due_app, caller) as client:
            answer = await client.get(DOOR)
        assert (answer.status_code, answer.json()) == (200, {"next_due": due, **work})


@pytest.mark.parametrize(
    ("surface", "scopes"),
    [("internal", ["subscriptions:read"]), ("business", OF_A_CLOCK), ("customer", OF_A_CLOCK)],
)
async def test_only_the_portal_asks(due_app: FastAPI, surface: str, scopes: list[str]) -> None:
    async with client_for(due_app, a_caller(surface, scopes=scopes)) as client:
        assert (await client.get(DOOR)).status_code == 403
    async with client_for(due_app, None) as stranger:
        assert (await stranger.get(DOOR)).status_code == 401


async def test_nobody_knows_what_waits_while_the_bus_is_away(due_app: FastAPI) -> None:
    due_app.state.transport.is_away = True
    async with client_for(due_app, a_caller("internal", scopes=OF_A_CLOCK)) as client:
        answer = await client.get(DOOR)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
