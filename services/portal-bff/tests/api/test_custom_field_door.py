"""Custom fields by `/api`: what subscriptions is asked, and what is noted down."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.storage.database import Database
from sqlalchemy import select
from sqlmodel import col

PATH = "/api/subscriptions/sub_1/custom-fields"
DOOR = "PATCH /customer/subscriptions/sub_1/custom-fields"
FIELD = {
    "key": "team",
    "label": "Team name",
    "type": "text",
    "required": False,
    "editable": True,
    "max_length": 500,
    "options": [],
    "value": "Engines",
}
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
    "custom_fields": {"team": "Engines"},
    "fields": [FIELD],
}
VALUES = {"team": "Engines", "desks": 12.5, "many": 3, "newsletter": True, "colour": None}


async def test_values_are_passed_on_once_as_they_are(
    ada_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    services.answer("subscriptions", DOOR, SUBSCRIPTION)
    answer = await ada_client.patch(PATH, json={"custom_fields": VALUES}, headers={"Idempotency-Key": "mine"})
    assert answer.status_code == 200
    assert (answer.json()["custom_fields"], answer.json()["fields"]) == ({"team": "Engines"}, [FIELD])
    (call,) = services.calls
    assert (call.body, call.headers["idempotency-key"]) == ({"custom_fields": VALUES}, "mine")
    assert [type(value) for value in call.body["custom_fields"].values()] == [
        type(value) for value in VALUES.values()
    ]
    async with database.session() as session:
        which = col(AuditRow.request_id) == answer.headers["x-request-id"]
        (entry,) = await session.scalars(select(AuditRow).where(which))
    assert (entry.action, entry.target, entry.outcome) == ("change_custom_fields", "sub_1", "done")


async def test_a_refusal_names_each_field(ada_client: httpx.AsyncClient, services: Any) -> None:
    errors = [{"field": "custom_fields.desks", "code": "not_a_number", "detail": "Desks: A number."}]
    refusal = {"code": "custom_field_invalid", "detail": "Desks: A number.", "errors": errors}
    services.answer("subscriptions", DOOR, refusal, status=422)
    answer = await ada_client.patch(PATH, json={"custom_fields": {"desks": "many"}})
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"]) == (
        422,
        "custom_field_invalid",
        errors,
    )


@pytest.mark.parametrize("body", [{}, {"custom_fields": {"team": ["a"]}}, {"custom_fields": {}, "by": "me"}])
async def test_what_makes_no_sense_reaches_nobody(
    ada_client: httpx.AsyncClient, services: Any, body: dict[str, Any]
) -> None:
    answer = await ada_client.patch(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert services.calls == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACCOUNTANT])
async def test_who_only_reads_writes_nothing(
    client_at: Callable[..., httpx.AsyncClient],
    services: Any,
    add_member: Callable[..., Awaitable[str]],
    token_of: Callable[..., Awaitable[str]],
    role: Role,
) -> None:
    client = client_at(await token_of(await add_member(role)))
    assert (await client.patch(PATH, json={"custom_fields": VALUES})).status_code == 403
    assert services.calls == []
