"""`/v1/sandbox/clock`: who may move it, what is answered, and that calls carry its time from then on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from foyer_portal_bff.api import clock
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.clock import Seen
from foyer_portal_bff.storage.rows import AuditRow, ClockMoveRow
from foyer_portal_bff.use_cases.step_clocks import step_clocks
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND
from foyer_shared.testing.outbox import announced
from sqlalchemy import func, select

ClientFor = Callable[..., httpx.AsyncClient]
CLOCK = "/v1/sandbox/clock"
A_MONTH = timedelta(days=30)


async def at_rest(_: str) -> list[Seen]:
    """No service has work or anything due."""
    return [Seen(service="subscriptions", last_event=7)]


@pytest_asyncio.fixture
async def stepping(database: Database) -> AsyncIterator[None]:
    """The portal's job, as its worker runs it."""

    async def run() -> None:
        while True:
            await step_clocks(database, at_rest)
            await asyncio.sleep(0.02)

    task = asyncio.create_task(run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def asked(ahead: timedelta = A_MONTH) -> dict[str, str]:
    """The body that asks for so much later."""
    return {"now": (real_now() + ahead).isoformat()}


async def moves(database: Database) -> int:
    """How many were begun."""
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(ClockMoveRow)) or 0


async def test_a_move_is_answered_when_it_has_arrived(
    key_client: httpx.AsyncClient, stepping: None, database: Database
) -> None:
    body = asked()
    target = datetime.fromisoformat(body["now"])
    before = (await key_client.get(CLOCK)).json()
    assert {**before, "now": None} == {
        "id": None,
        "now": None,
        "target": None,
        "status": None,
        "steps": 0,
        "waiting_for": [],
        "started_at": None,
        "ended_at": None,
    }
    moved = await key_client.post(CLOCK, json=body)
    answer = moved.json()
    assert (moved.status_code, answer["status"], answer["steps"]) == (200, "done", 1)
    assert answer["id"].startswith("clk_")
    assert datetime.fromisoformat(answer["target"]) == target
    assert timedelta() <= datetime.fromisoformat(answer["now"]) - target < timedelta(seconds=5)
    seen = (await key_client.get(CLOCK)).json()
    assert {**seen, "now": answer["now"]} == answer
    async with database.session() as session:
        (entry,) = await session.scalars(select(AuditRow))
    assert (entry.action, entry.target, entry.outcome) == ("move_clock", answer["id"], "done")
    assert entry.at < real_now()


async def test_calls_carry_the_time_there_from_then_on(
    key_client: httpx.AsyncClient, ada_client: httpx.AsyncClient, services: Any, stepping: None
) -> None:
    target = datetime.fromisoformat((await key_client.post(CLOCK, json=asked())).json()["target"])
    await key_client.get("/v1/products")
    await ada_client.get("/api/subscriptions")
    license_call = {"business_id": NORTHWIND, "license_key": "ABCD"}
    await key_client.post("/v1/license-keys/validate", json=license_call)
    times = [call.caller.now for call in services.of("subscriptions")]
    assert len(times) == 3
    assert all(timedelta() <= time - target < timedelta(seconds=10) for time in times)
    await key_client.get("/v1/products", headers={"Foyer-Sandbox-Now": "2025-01-31T09:00:00Z"})
    assert services.calls[-1].caller.now == datetime(2025, 1, 31, 9, tzinfo=UTC)


async def test_what_the_portal_owns_follows_no_clock(
    key_client: httpx.AsyncClient, ada_client: httpx.AsyncClient, stepping: None
) -> None:
    await key_client.post(CLOCK, json=asked())
    made = await key_client.post("/v1/api-keys", json={"name": "Shop", "scopes": ["invoicing:read"]})
    assert datetime.fromisoformat(made.json()["created_at"]) < real_now()
    # A session of 24 idle hours outlives a month of the business's time.
    assert (await ada_client.get("/api/declarations")).status_code == 200


async def test_a_long_move_is_answered_while_it_goes_on_and_a_repeat_is_the_same_move(
    key_client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "LONGEST_WAIT", 0.0)
    body, headers = asked(), {"Idempotency-Key": "a month"}
    first = await key_client.post(CLOCK, json=body, headers=headers)
    assert (first.status_code, first.json()["status"], first.json()["steps"]) == (202, "moving", 0)
    refused = await key_client.post(CLOCK, json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "clock_is_moving")
    while await step_clocks(database, at_rest):
        pass
    again = await key_client.post(CLOCK, json=body, headers=headers)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (200, "true")
    assert (again.json()["id"], again.json()["status"]) == (first.json()["id"], "done")
    assert await moves(database) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"now": "2020-01-01T00:00:00Z"}, "clock_only_forward"),
        ({"now": "2150-01-01T00:00:00Z"}, "clock_move_too_far"),
        ({"now": "2200-01-01T00:00:00Z"}, "invalid"),
        ({"now": "2030-01-01T00:00:00"}, "invalid"),
        ({"now": "tomorrow"}, "invalid"),
        ({}, "invalid"),
    ],
)
async def test_what_cannot_be_is_refused(
    key_client: httpx.AsyncClient, database: Database, body: dict[str, str], code: str
) -> None:
    refused = await key_client.post(CLOCK, json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await moves(database), await announced(database)) == (0, [])


async def test_a_live_business_s_clock_is_real(
    client_at: ClientFor, contoso: Business, database: Database
) -> None:
    client = client_at("foyer_sk_contoso")
    refused = await client.post(CLOCK, json=asked())
    assert (refused.status_code, refused.json()["code"]) == (403, "clock_not_movable")
    assert abs(datetime.fromisoformat((await client.get(CLOCK)).json()["now"]) - real_now()) < A_MONTH / 1000
    assert (await moves(database), await announced(database)) == (0, [])


async def test_it_takes_a_key_with_the_portal_s_scope(
    key_client: httpx.AsyncClient, client_at: ClientFor, database: Database
) -> None:
    made = await key_client.post("/v1/api-keys", json={"name": "Reader", "scopes": ["portal:read"]})
    reader = client_at(made.json()["key"])
    assert (await reader.get(CLOCK)).status_code == 200
    assert (await reader.post(CLOCK, json=asked())).json()["code"] == "not_allowed"
    assert (await client_at().post(CLOCK, json=asked())).json()["code"] == "not_signed_in"
    assert await moves(database) == 0
