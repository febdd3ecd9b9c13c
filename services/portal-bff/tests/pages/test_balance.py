"""What is to the customer's credit, and what changed it."""

from typing import Any

from foyer_shared.testing.html import text_of


async def test_each_change_in_words_with_where_it_comes_from(browser: Any, full: Any) -> None:
    page = await browser.get("/balance")
    assert [text_of(each) for each in page.all("b")].count("€12.10") == 1
    rows = [row for row in page.all("tr") if list(row.iter("td"))]
    assert [[text_of(cell) for cell in row.iter("td")] for row in rows] == [
        ["Used for an invoice", "21 November 2026", "", "-€5.00", "€12.10"],
        ["Credit note", "20 November 2026", "", "+€12.10", "€17.10"],
        ["Changed by us", "19 November 2026", "For the late delivery", "+€5.00", "€5.00"],
    ]
    links = [[link.get("href") for link in row.iter("a")] for row in rows]
    assert links == [["/invoices/inv_12"], ["/credit-notes/cn_2"], []]


async def test_without_credit_it_says_how_there_is_some(browser: Any, empty: Any) -> None:
    page = await browser.get("/balance")
    assert "Nothing is to your credit." in page.text()


async def test_the_api_says_the_same(browser: Any, full: Any) -> None:
    answer = (await browser.client.get("/api/balance")).json()
    assert answer["balances"] == [{"amount": 1210, "currency": "EUR"}]
    assert [change["occasion"] for change in answer["data"]] == [
        "balance_used",
        "credit_note_issued",
        "balance_adjusted",
    ]
