"""The list of invoices can be narrowed by status, by days and by a text."""

from typing import Any

import pytest
from foyer_shared.testing.html import text_of

TYPED = {"text": " lamp ", "issued_from": "2026-01-01", "issued_until": "2026-11-22"}


async def test_what_was_typed_is_asked_for_and_kept(browser: Any, full: Any) -> None:
    listed = full.answers["invoicing", "GET /customer/invoices"].json()
    full.answer("invoicing", "GET /customer/invoices", listed | {"next_cursor": "more"})
    page = await browser.get("/invoices", params={"status": "paid", **TYPED})
    (call,) = [call for call in full.of("invoicing") if call.path == "/customer/invoices"]
    assert call.query == {
        "status": "paid",
        "text": "lamp",
        "issued_from": "2026-01-01",
        "issued_until": "2026-11-22",
        "limit": "30",
    }
    form = page.form("/invoices")
    assert form == {
        "status": "paid",
        "text": "lamp",
        "issued_from": "2026-01-01",
        "issued_until": "2026-11-22",
    }
    hrefs = {text_of(link): link.get("href") for link in page.all("a")}
    kept = "text=lamp&issued_from=2026-01-01&issued_until=2026-11-22"
    assert hrefs["Overdue"] == f"/invoices?status=overdue&{kept}"
    assert hrefs["Show more"] == f"/invoices?status=paid&{kept}&cursor=more"
    assert hrefs["Clear"] == "/invoices?status=paid"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"issued_from": "yesterday"}, "Enter a date such as 2026-11-30."),
        ({"issued_until": "2026-02-30"}, "Enter a date such as 2026-11-30."),
        ({"issued_from": "2026-03-01", "issued_until": "2026-02-01"}, "The first day is after the last one."),
        ({"text": "a" * 101}, "Please use 100 characters at most."),
    ],
)
async def test_what_cannot_be_searched_for_is_said_beside_it(
    browser: Any, full: Any, typed: dict[str, str], says: str
) -> None:
    page = await browser.get("/invoices", params=typed, status=422)
    assert says in page.text()
    assert page.form("/invoices") == {"text": "", "issued_from": "", "issued_until": ""} | typed
    assert [call for call in full.of("invoicing") if call.path == "/customer/invoices"] == []


async def test_a_status_that_there_is_not_is_said(browser: Any, full: Any) -> None:
    page = await browser.get("/invoices?status=lost&text=lamp", status=422)
    assert "There is no such status. Choose one of these." in page.text()
    assert page.form("/invoices") == {"text": "lamp", "issued_from": "", "issued_until": ""}
    hrefs = {text_of(link): link.get("href") for link in page.all("a")}
    assert hrefs["Payment under way"] == "/invoices?status=pending&text=lamp"
    assert hrefs["Refunded"] == "/invoices?status=refunded&text=lamp"
    assert {text_of(link) for link in page.all("a") if link.get("aria-current")} == {"Invoices"}
    assert [call for call in full.of("invoicing") if call.path == "/customer/invoices"] == []


@pytest.mark.parametrize(
    "status", ["unpaid", "pending", "overdue", "paid", "refunded", "void", "uncollectible"]
)
async def test_every_status_can_be_asked_for(browser: Any, full: Any, status: str) -> None:
    await browser.get(f"/invoices?status={status}")
    (call,) = [call for call in full.of("invoicing") if call.path == "/customer/invoices"]
    assert call.query == {"status": status, "limit": "30"}


async def test_days_are_found_by_their_former_names_too(browser: Any, full: Any) -> None:
    page = await browser.get("/invoices?since=2026-01-01&until=2026-11-22")
    assert page.form("/invoices") == {"text": "", "issued_from": "2026-01-01", "issued_until": "2026-11-22"}


async def test_the_cases_are_reached_from_the_invoices(browser: Any, full: Any) -> None:
    assert "/collection-cases" in (await browser.get("/invoices")).links()


async def test_nothing_found_leads_back_to_all(browser: Any, empty: Any) -> None:
    page = await browser.get("/invoices", params={"text": "100%"})
    assert "No invoice matches." in page.text()


async def test_the_list_says_what_is_to_be_paid_in_all(browser: Any, full: Any) -> None:
    full.answer(
        "invoicing",
        "GET /customer/overview",
        full.answers["invoicing", "GET /customer/overview"].json()
        | {"open_totals": [{"amount": 3025, "currency": "EUR"}]},
    )
    assert "€30.25 is to be paid." in (await browser.get("/invoices")).text()


async def test_the_api_finds_the_same(browser: Any, full: Any) -> None:
    asked = {"status": "paid", "text": "lamp", "issued_from": "2026-01-01"}
    assert (await browser.client.get("/api/invoices", params=asked)).status_code == 200
    (call,) = [call for call in full.of("invoicing") if call.path == "/customer/invoices"]
    assert call.query == asked | {"limit": "20"}
    assert (await browser.client.get("/api/invoices?issued_from=soon")).status_code == 422
