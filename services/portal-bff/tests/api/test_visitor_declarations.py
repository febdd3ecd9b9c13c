"""`/v1/declarations`: staff see what came without signing in, and say which contract is meant."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.visitor_declaration import VisitorKind, VisitorWords
from foyer_portal_bff.use_cases.record_visitor_declaration import record_visitor_declaration
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from foyer_shared.testing.outbox import announced

ClientFor = Callable[..., httpx.AsyncClient]
KEY, OTHERS_KEY = "foyer_sk_northwind", "foyer_sk_contoso"


@pytest_asyncio.fixture
async def declared(database: Database, ada: Customer) -> str:
    """Somebody has declared something; its id."""
    words = VisitorWords(
        kind=VisitorKind.CANCELLATION, name="A.", email="a@example.com", receipt_to="a@example.com"
    )
    async with database.work(an_origin()) as work:
        found = await record_visitor_declaration(
            work, words, language="en", number_prefix="NW", receipt_key="a form"
        )
    return found.id


async def test_staff_match_what_waits(
    client_at: ClientFor, services: Any, database: Database, declared: str
) -> None:
    client = client_at(KEY)
    listed = (await client.get("/v1/declarations", params={"status": "received"})).json()["data"]
    assert [(one["id"], one["number"], one["status"]) for one in listed] == [
        (declared, "NW-D-1001", "received")
    ]
    assert (await client.get("/v1/declarations", params={"status": "matched"})).json()["data"] == []
    subscription = {"id": "sub_1", "customer_id": ADA, "name": "Studio"}
    services.answer("subscriptions", "GET /v1/subscriptions/sub_1", subscription)
    for _ in range(2):
        answer = await client.post(
            f"/v1/declarations/{declared}/match",
            json={"subscription_id": "sub_1"},
            headers={"Idempotency-Key": "one"},
        )
        assert answer.status_code == 200
        assert {name: answer.json()[name] for name in ("status", "customer_id", "subscription_id")} == {
            "status": "matched",
            "customer_id": ADA,
            "subscription_id": "sub_1",
        }
    assert [event.type for event in await announced(database)] == ["declaration.recorded"]
    again = await client.post(f"/v1/declarations/{declared}/reject", json={"reason": "Nobody."})
    assert (again.status_code, again.json()["code"]) == (409, "declaration_already_decided")


async def test_a_subscription_that_there_is_not_matches_nothing(
    client_at: ClientFor, database: Database, declared: str
) -> None:
    client = client_at(KEY)
    path = f"/v1/declarations/{declared}"
    answer = await client.post(f"{path}/match", json={"subscription_id": "sub_0"})
    assert (answer.status_code, (await client.get(path)).json()["status"]) == (404, "received")
    assert await announced(database) == []


async def test_it_is_rejected_with_a_reason(client_at: ClientFor, database: Database, declared: str) -> None:
    client = client_at(KEY)
    path = f"/v1/declarations/{declared}"
    assert (await client.post(f"{path}/reject", json={"reason": ""})).status_code == 422
    answer = await client.post(f"{path}/reject", json={"reason": "We know nobody."})
    assert (answer.json()["status"], answer.json()["reason"]) == ("rejected", "We know nobody.")
    assert [event.type for event in await announced(database)] == ["declaration.rejected"]


@pytest.mark.usefixtures("contoso")
async def test_they_are_the_businesss_own(client_at: ClientFor, declared: str) -> None:
    other = client_at(OTHERS_KEY, url="https://contoso.localhost")
    assert (await other.get("/v1/declarations")).json()["data"] == []
    assert (await other.get(f"/v1/declarations/{declared}")).status_code == 404
    assert (await client_at().get("/v1/declarations")).status_code == 401
