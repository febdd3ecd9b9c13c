"""Canceling, keeping and subscribing again by `/api`: what subscriptions is asked, and what is noted down."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.storage.database import Database
from sqlalchemy import select
from sqlmodel import col

PATH = "/api/subscriptions/sub_1"
SUBSCRIPTION = {
    "id": "sub_1",
    "name": "Studio",
    "status": "active",
    "amount": {"amount": 2900, "currency": "EUR"},
    "interval": "month",
    "collection": "automatic",
    "started_at": "2026-03-01T00:00:00Z",
    "current_period_start": "2026-03-01T00:00:00Z",
    "current_period_end": "2026-04-01T00:00:00Z",
}
PLAN = {
    "mode": "request",
    "effective_at": "2026-04-20T00:00:00Z",
    "charges": [
        {
            "at": "2026-04-01T00:00:00Z",
            "until": "2026-04-20T00:00:00Z",
            "amount": {"amount": 1837, "currency": "EUR"},
        }
    ],
    "comes_back": {"amount": 0, "currency": "EUR"},
    "credit_to": None,
    "linked_services": [{"name": "ada.example", "url": "https://domains.example/ada"}],
    "reasons": [{"code": "unused", "label": None}],
    "promise": "1773135000.0123456789abcdef0123",
}
ANSWERS = {
    "cancel": (200, {**SUBSCRIPTION, "cancellation": PLAN}),
    "reactivate": (200, SUBSCRIPTION),
    "resubscribe": (201, {**SUBSCRIPTION, "id": "sub_2"}),
}
ACTIONS = {
    "cancel": "cancel_subscription",
    "reactivate": "reactivate_subscription",
    "resubscribe": "resubscribe",
}


@pytest.fixture
def answering(services: Any) -> Any:
    """Subscriptions takes each of the commands."""
    services.answer("subscriptions", "GET /customer/subscriptions/sub_1", SUBSCRIPTION)
    services.answer("subscriptions", "GET /customer/subscriptions/sub_1/cancellation", PLAN)
    for what, (status, document) in ANSWERS.items():
        services.answer(
            "subscriptions", f"POST /customer/subscriptions/sub_1/{what}", document, status=status
        )
    return services


@pytest.mark.parametrize("what", ANSWERS)
async def test_each_command_is_passed_on_once_and_written_down(
    ada_client: httpx.AsyncClient, answering: Any, database: Database, what: str
) -> None:
    answer = await ada_client.post(f"{PATH}/{what}", headers={"Idempotency-Key": "mine"})
    status, document = ANSWERS[what]
    assert (answer.status_code, answer.json()["id"]) == (status, document["id"])
    (call,) = [call for call in answering.calls if call.method == "POST"]
    if what == "cancel":
        # It is declared first, and the declaration is the key from then on.
        declared = answer.json()["declaration"]
        assert call.body == {
            "declaration": {name: declared[name] for name in ("id", "number", "received_at")}
        }
        assert call.headers["idempotency-key"] == declared["id"]
    else:
        assert (call.body, call.headers["idempotency-key"]) == ({}, "mine")
    async with database.session() as session:
        which = col(AuditRow.request_id) == answer.headers["x-request-id"]
        (entry,) = await session.scalars(select(AuditRow).where(which))
    assert (entry.action, entry.target, entry.outcome) == (ACTIONS[what], "sub_1", "done")


async def test_what_canceling_means_is_answered_before_and_after(
    ada_client: httpx.AsyncClient, answering: Any
) -> None:
    before = await ada_client.get(f"{PATH}/cancellation")
    said = {"reason": "unused", "message": "Too big.", "promise": PLAN["promise"]}
    after = await ada_client.post(f"{PATH}/cancel", json=said)
    assert before.json() == after.json()["cancellation"] == PLAN
    declared = answering.calls[-1].body.pop("declaration")
    assert (declared["number"], answering.calls[-1].body) == ("NW-D-1001", said)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("cancel", {"reason": "a" * 41}),
        ("cancel", {"message": "a" * 2001}),
        ("cancel", {"requested_by": "business"}),
        ("reactivate", {"when": "now"}),
        ("resubscribe", {"price_id": "price_1"}),
    ],
)
async def test_what_makes_no_sense_reaches_nobody(
    ada_client: httpx.AsyncClient, answering: Any, what: str, body: dict[str, str]
) -> None:
    answer = await ada_client.post(f"{PATH}/{what}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answering.calls == []


@pytest.mark.parametrize("what", ANSWERS)
async def test_a_refusal_comes_back_as_it_is(
    ada_client: httpx.AsyncClient, answering: Any, database: Database, what: str
) -> None:
    problem = {"code": "wrong_state", "detail": "Not in this state."}
    answering.answer("subscriptions", f"POST /customer/subscriptions/sub_1/{what}", problem, status=409)
    answer = await ada_client.post(f"{PATH}/{what}")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    async with database.session() as session:
        which = col(AuditRow.request_id) == answer.headers["x-request-id"]
        (entry,) = await session.scalars(select(AuditRow).where(which))
    assert (entry.action, entry.outcome) == (ACTIONS[what], "wrong_state")


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.OWNER, 200, (200, 200, 201)),
        (Role.BILLING_MANAGER, 200, (200, 200, 201)),
        (Role.MEMBER, 200, (403, 403, 403)),
        (Role.ACCOUNTANT, 403, (403, 403, 403)),
    ],
)
async def test_only_who_manages_the_account_may(
    client_at: Callable[..., httpx.AsyncClient],
    answering: Any,
    add_member: Callable[..., Awaitable[str]],
    token_of: Callable[..., Awaitable[str]],
    role: Role,
    reads: int,
    writes: tuple[int, ...],
) -> None:
    client = client_at(await token_of(await add_member(role)))
    assert (await client.get(f"{PATH}/cancellation")).status_code == reads
    answering.calls.clear()
    answers = [await client.post(f"{PATH}/{what}") for what in ANSWERS]
    assert tuple(answer.status_code for answer in answers) == writes
    passed_on = [call for call in answering.calls if call.method == "POST"]
    assert len(passed_on) == sum(status < 400 for status in writes)


@pytest.mark.parametrize("what", ANSWERS)
async def test_another_s_and_what_is_no_id_are_not_found(
    ada_client: httpx.AsyncClient, answering: Any, client_at: Callable[..., httpx.AsyncClient], what: str
) -> None:
    foreign = await ada_client.post(f"/api/subscriptions/sub_of_another/{what}")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
    answering.calls.clear()
    assert (await ada_client.post(f"/api/subscriptions/%2e%2e/{what}")).status_code == 404
    assert (await client_at().post(f"{PATH}/{what}")).status_code == 401
    assert answering.calls == []
