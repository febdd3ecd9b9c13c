"""Credit notes: the list, one of them, where the money went, and its papers."""

from typing import Any

import httpx
from foyer_shared.testing.html import text_of


async def test_the_list_names_each_and_its_invoice(browser: Any, full: Any) -> None:
    page = await browser.get("/credit-notes")
    rows = [[text_of(cell) for cell in row.iter("td")] for row in page.all("tr")]
    assert [row for row in rows if row] == [
        ["NW-CN-2026-00002", "20 November 2026", "NW-2026-00012", "€24.20"],
        ["NW-CN-2026-00001", "25 October 2026", "NW-2026-00039", "€6.05"],
    ]
    assert "/credit-notes?cursor=more" in {link.get("href") for link in page.all("a")}
    (current,) = {link.get("href") for link in page.all("a") if link.get("aria-current") == "page"}
    assert current == "/invoices"


async def test_one_says_what_where_it_went_and_why(browser: Any, full: Any) -> None:
    page = await browser.get("/credit-notes/cn_2")
    assert page.text_of("h1") == "Credit note NW-CN-2026-00002"
    said = [text_of(each) for each in page.all("p")]
    assert [text for text in said if text.startswith(("€", "Reason"))] == [
        "€12.10 was added to your balance, which pays your next invoices.",
        "€12.10 goes back to how you paid.",
        "Reason: One lamp was broken",
    ]
    assert [text_of(cell) for cell in page.all("td")][:5] == ["Desk lamp", "1", "€20.00", "21 %", "€20.00"]
    links = [link.get("href") for link in page.all("a") if link.get("download") is not None]
    assert links == ["/credit-notes/cn_2/xml", "/credit-notes/cn_2/pdf"]


async def test_one_that_an_open_invoice_got_smaller_by(browser: Any, full: Any) -> None:
    page = await browser.get("/credit-notes/cn_1")
    assert "€6.05 was taken off what invoice NW-2026-00039 still asked for." in page.text()
    assert "The PDF is being made." in page.text()


async def test_an_invoice_shows_those_that_gave_it_back(browser: Any, full: Any) -> None:
    page = await browser.get("/invoices/inv_12")
    (call,) = [call for call in full.of("invoicing") if call.path == "/customer/credit-notes"]
    assert call.query["invoice_id"] == "inv_12"
    assert "/credit-notes/cn_2" in {link.get("href") for link in page.all("a")}

    await browser.get("/invoices/inv_39")
    assert len([call for call in full.of("invoicing") if call.path == "/customer/credit-notes"]) == 1


async def test_the_api_says_the_same(browser: Any, full: Any) -> None:
    listed = (await browser.client.get("/api/credit-notes", params={"invoice_id": "inv_12"})).json()
    assert [note["number"] for note in listed["data"]] == ["NW-CN-2026-00002", "NW-CN-2026-00001"]
    one = (await browser.client.get("/api/credit-notes/cn_2")).json()
    assert (one["to_balance"], one["document_ready"]) == ({"amount": 1210, "currency": "EUR"}, True)
    assert (await browser.client.get("/api/credit-notes/cn_of_another")).status_code == 404


async def test_papers_are_passed_on_or_its_page_says_that_they_are_being_made(
    browser: Any, full: Any
) -> None:
    refusal = {"code": "document_not_ready", "detail": "This document is still being made."}
    for form in ("pdf", "xml"):
        full.answers["invoicing", f"GET /customer/credit-notes/cn_2/{form}"] = httpx.Response(
            200, content=b"made", headers={"content-type": f"application/{form}"}
        )
        for prefix in ("", "/api"):
            answer = await browser.client.get(f"{prefix}/credit-notes/cn_2/{form}")
            assert (answer.status_code, answer.content) == (200, b"made")
        full.answer("invoicing", f"GET /customer/credit-notes/cn_1/{form}", refusal, status=409)
        answer = await browser.client.get(f"/credit-notes/cn_1/{form}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/credit-notes/cn_1")
        assert (await browser.client.get(f"/api/credit-notes/cn_1/{form}")).status_code == 409
