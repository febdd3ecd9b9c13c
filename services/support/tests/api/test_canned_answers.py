"""Answers that staff give often."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.testing.makers import CONTOSO
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[str]]
DOOR = "/v1/canned-answers"
ANSWER = {"title": "Where is my invoice?", "text": "  You find it under *Invoices*.\n"}


async def test_they_are_kept_worded_anew_and_removed(by_business: Client) -> None:
    async with by_business(customer_id=None) as staff, by_business(CONTOSO, customer_id=None) as others:
        kept = await staff.post(DOOR, json=ANSWER)
        assert (kept.status_code, kept.json()) == (201, {"id": kept.json()["id"], **ANSWER})
        first = (await staff.post(DOOR, json=ANSWER | {"title": "Address"})).json()
        again = await staff.put(f"{DOOR}/{kept.json()['id']}", json=ANSWER | {"text": "Look *there*."})
        assert again.json() == kept.json() | {"text": "Look *there*."}
        one = (await staff.get(DOOR, params={"limit": 1})).json()
        two = (await staff.get(DOOR, params={"limit": 1, "cursor": one["next_cursor"]})).json()
        assert (one["data"], two) == ([first], {"data": [again.json()], "next_cursor": None})
        assert (await others.get(DOOR)).json()["data"] == []
        for answer in (
            await others.put(f"{DOOR}/{first['id']}", json=ANSWER),
            await others.delete(f"{DOOR}/{first['id']}"),
            await staff.delete(f"{DOOR}/can_unknown"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "canned_answer_not_found")
        assert (await staff.delete(f"{DOOR}/{first['id']}")).json() == first
        assert (await staff.get(DOOR)).json()["data"] == [again.json()]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "title_malformed"),
        ({"title": "a" * 201}, "title_malformed"),
        ({"title": "a\nb"}, "title_malformed"),
        ({"text": ""}, "text_malformed"),
        ({"text": "a" * 10_001}, "text_malformed"),
        ({"colour": "red"}, "invalid"),
    ],
)
async def test_what_is_refused_changes_nothing(
    by_business: Client, stored: Stored, change: dict[str, Any], code: str
) -> None:
    async with by_business(customer_id=None) as staff:
        kept = (await staff.post(DOOR, json=ANSWER)).json()
        before = await stored()
        for refused in (
            await staff.post(DOOR, json=ANSWER | change),
            await staff.put(f"{DOOR}/{kept['id']}", json=ANSWER | change),
        ):
            assert (refused.status_code, refused.json()["code"]) == (422, code)

    assert await stored() == before
