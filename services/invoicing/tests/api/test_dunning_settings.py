"""How a business wants to be paid, by its own hand."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.testing.makers import CONTOSO
from httpx import AsyncClient

ByBusiness = Callable[..., AsyncClient]
USUAL = {"due_days": 14, "remind_before_days": 3, "remind_after_days": 7, "retry_days": [1, 3, 7]}
PATH = "/v1/dunning-settings"


async def test_a_business_has_the_usual_ones_until_it_sets_its_own(by_business: ByBusiness) -> None:
    northwind = by_business()
    assert (await northwind.get(PATH)).json() == USUAL
    own = {"due_days": 30, "remind_before_days": None, "remind_after_days": 10, "retry_days": [2]}
    answer = await northwind.put(PATH, json=own)
    assert (answer.status_code, answer.json()) == (200, own)
    assert (await northwind.get(PATH)).json() == own
    assert (await by_business(CONTOSO).get(PATH)).json() == USUAL
    await northwind.put(PATH, json={"retry_days": []})
    assert (await northwind.get(PATH)).json() == USUAL | {"retry_days": []}


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"due_days": 400}, "due_days_out_of_range", "due_days"),
        ({"remind_after_days": 0}, "reminder_days_out_of_range", "remind_after_days"),
        ({"retry_days": [3, 1]}, "retry_days_not_ascending", "retry_days"),
    ],
)
async def test_what_is_refused_changes_nothing(
    by_business: ByBusiness,
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
    body: dict[str, Any],
    code: str,
    field: str,
) -> None:
    before = await stored()
    answer = await by_business().put(PATH, json=body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert await stored() == before


@pytest.mark.parametrize("body", [{"retry_days": ["1"]}, {"due_days": None}, {"remind_me": 1}])
async def test_what_is_malformed_changes_nothing(
    by_business: ByBusiness,
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
    body: dict[str, Any],
) -> None:
    before = await stored()
    answer = await by_business().put(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert await stored() == before


async def test_it_needs_the_scope(by_business: ByBusiness) -> None:
    reader = by_business(scopes=["invoicing:read"])
    assert (await reader.get(PATH)).status_code == 200
    assert (await reader.put(PATH, json=USUAL)).status_code == 403
    assert (await by_business(scopes=["payments:read"]).get(PATH)).status_code == 403
