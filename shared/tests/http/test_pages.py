"""Lists come in pages that together are the list."""

import pytest
from fastapi import FastAPI
from foyer_shared.http.pages import InvalidCursor, PageRequest, page_request
from foyer_shared.testing import a_caller, client_for


async def test_the_pages_together_are_the_list(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        written = [
            (await client.post("/customer/notes", json={"text": str(number)})).json() for number in range(5)
        ]
        read, sizes, cursor = [], [], None
        while True:
            params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/customer/notes", params=params)).json()
            read += page["data"]
            sizes.append(len(page["data"]))
            cursor = page["next_cursor"]
            if cursor is None:
                break
    assert sizes == [2, 2, 1]
    assert sorted(read, key=lambda note: note["id"]) == sorted(written, key=lambda note: note["id"])


async def test_an_empty_list_is_one_page(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        assert (await client.get("/customer/notes")).json() == {"data": [], "next_cursor": None}


async def test_a_cursor_that_is_none_of_ours_is_refused(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.get("/customer/notes", params={"cursor": "%%%"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")
    assert answer.json()["field"] == "cursor"


@pytest.mark.parametrize("key", ["sub_01", "2026-11-22T10:00:00Z|inv_01", "é", "a"])
async def test_a_cursor_holds_any_key(key: str) -> None:
    page = PageRequest(limit=1).page(["first", "second"], key=lambda _: key, answer=str)
    assert page.data == ["first"]
    assert await page_request(limit=1, cursor=page.next_cursor) == PageRequest(limit=1, after=key)


@pytest.mark.parametrize("cursor", ["a", "=", "/w", "_w", "ÿ"])
async def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        await page_request(limit=1, cursor=cursor)
