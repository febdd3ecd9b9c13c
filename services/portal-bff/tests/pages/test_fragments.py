"""What an open page asks for by itself: the blocks that may have changed, and nothing else of the page."""

from typing import Any

import pytest
from foyer_shared.testing.html import parse_page

ASKED = {"hx-request": "true", "hx-target": "live"}
LIVE = {
    "/": "subscriptions invoicing support notifications",
    "/subscriptions": "subscriptions",
    "/subscriptions/sub_studio": "subscriptions invoicing support",
    "/invoices?status=overdue": "invoicing",
    "/invoices/inv_12": "invoicing",
    "/orders": "invoicing",
    "/orders/ord_1007": "invoicing subscriptions",
    "/payment-methods": "payments",
    "/support": "support",
    "/support/tkt_7": "support",
    "/details": "invoicing",
    "/history": "portal-bff subscriptions invoicing payments support notifications",
}
FORMS = (
    "/subscriptions/sub_studio/pause",
    "/subscriptions/sub_studio/cancel",
    "/subscriptions/sub_magazine/resume",
    "/subscriptions/sub_ended/resubscribe",
    "/support/new",
    "/details/edit",
    "/details/email",
    "/details/close",
    "/settings",
)


def blocks(text: str) -> dict[str, tuple[str, str]]:
    """By id: what each block depends on, and its words."""
    page = parse_page(text)
    return {
        block.get("id", ""): (block.get("data-live", ""), " ".join(" ".join(block.itertext()).split()))
        for block in page.all("div")
        if block.get("class") == "live"
    }


@pytest.mark.parametrize("path", LIVE)
async def test_a_fragment_is_the_same_blocks_as_the_page(browser: Any, full: Any, path: str) -> None:
    whole, part = await browser.client.get(path), await browser.client.get(path, headers=ASKED)
    assert part.status_code == 200
    assert blocks(part.text) == blocks(whole.text)
    assert blocks(part.text)["live-main"][0] == LIVE[path]
    assert blocks(part.text)["live-attention"][0] == "invoicing support"
    assert blocks(part.text)["live-attention"][1].startswith("Open invoices NW-2026-00039 €18.15 Overdue")
    page = parse_page(part.text)
    assert page.text_of("title") == parse_page(whole.text).text_of("title")
    assert [page.all(tag) for tag in ("script", "link", "nav", "main", "header")][:2] == [[], []]
    assert page.all("main") == []


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_is_never_changed_under_somebodys_hands(browser: Any, full: Any, path: str) -> None:
    found = blocks((await browser.client.get(path)).text)
    assert found["live-main"][0] == ""
    assert found["live-attention"][0] == "invoicing support"


async def test_what_a_form_was_answered_with_is_not_asked_for_again(browser: Any, full: Any) -> None:
    form = (await browser.get("/support/new")).form("/support/new")
    answer = await browser.client.post("/support/new", data=form)
    assert answer.status_code == 422
    assert {block[0] for block in blocks(answer.text).values()} == {""}


async def test_what_was_done_is_said_to_its_reader_and_not_to_a_fragment(browser: Any, full: Any) -> None:
    browser.client.cookies.set("foyer_flash", "undone")
    part = await browser.client.get("/subscriptions", headers=ASKED)
    assert "Undone." not in part.text
    assert "set-cookie" not in part.headers
    assert "Undone. Everything stays as it was." in (await browser.get("/subscriptions")).text()


async def test_a_page_whose_session_is_over_is_sent_nothing(visitor_browser: Any, full: Any) -> None:
    answer = await visitor_browser.client.get("/", headers=ASKED)
    assert (answer.status_code, answer.content) == (204, b"")


async def test_visitors_load_nothing_of_it(visitor_browser: Any, browser: Any, full: Any) -> None:
    for reader, path, scripts in (
        (visitor_browser, "/sign-in", ["htmx", "passkeys"]),
        (browser, "/", ["htmx", "idiomorph", "live"]),
        (browser, "/support/new", ["htmx", "idiomorph", "live", "upload"]),
    ):
        page = await reader.get(path)
        names = [script.get("src", "").rpartition("/")[2].partition(".")[0] for script in page.all("script")]
        assert names == scripts
