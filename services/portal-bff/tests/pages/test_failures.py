"""What goes wrong on a page is a page; what goes wrong for a program is a problem document."""

from typing import Any

import pytest


async def test_an_address_that_is_not_there(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get("/nothing/here", status=404)
    assert page.text_of("title") == "Page not found · Northwind"


async def test_in_dutch(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get("/nothing", status=404, headers={"accept-language": "nl"})
    assert page.text_of("h1") == "Pagina niet gevonden"


async def test_programs_keep_their_problem_documents(visitor_browser: Any, full: Any) -> None:
    for path in ("/api/nothing", "/api/subscriptions", "/v1/nothing"):
        answer = await visitor_browser.client.get(path)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_service_that_is_away_says_when_to_come_back(browser: Any, full: Any) -> None:
    full.away.add("invoicing")
    answer = await browser.client.get("/invoices")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


async def test_what_nobody_foresaw_tells_nothing(
    browser: Any, full: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foyer_portal_bff.pages.orders.orders_page", lambda *_, **__: 1 / 0)
    page = await browser.get("/orders", status=500)
    assert page.text_of("h1") == "Something went wrong"
    assert "division" not in page.text()


async def test_a_wrong_method_is_a_page_too(browser: Any, full: Any) -> None:
    answer = await browser.client.put("/subscriptions")
    assert answer.status_code == 405
    assert "<h1>Page not found</h1>" in answer.text
