"""A direct debit that was announced shows its day wherever its invoice or its mandate is shown."""

from typing import Any

import pytest

OVERVIEW = "GET /customer/overview"
AT = "2026-12-03T09:00:00Z"


@pytest.fixture
def collected(full: Any) -> Any:
    """Invoice 42 of €121.00, by the mandate of the bank account."""
    invoicing = full.answers["invoicing", OVERVIEW].json()
    (invoice,) = [each for each in invoicing["open_invoices"] if each["id"] == "inv_42"]
    invoice["collects_at"] = AT
    full.answer("invoicing", OVERVIEW, invoicing)
    full.answer("invoicing", "GET /customer/invoices/inv_42", invoice)
    methods = full.answers["payments", "GET /customer/payment-methods"].json()
    methods["data"][0]["mandate"]["next_collection"] = {
        "payment_id": "pay_1",
        "amount": {"amount": 12100, "currency": "EUR"},
        "collects_at": AT,
        "invoice_ids": ["inv_42"],
    }
    full.answer("payments", "GET /customer/payment-methods", methods)
    return full


@pytest.mark.parametrize("path", ["/", "/invoices/inv_42"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Invoice NW-2026-00042: €121.00 is collected on 3 December 2026."),
        ("nl", "Factuur NW-2026-00042: € 121,00 wordt op 3 december 2026 geïncasseerd."),
    ],
)
async def test_its_invoice_says_when(
    browser: Any, collected: Any, path: str, language: str, words: str
) -> None:
    page = await browser.get(path, headers={"accept-language": language})
    assert words in page.text()


async def test_its_mandate_says_when(browser: Any, collected: Any) -> None:
    assert "Next collection €121.00 on 3 December 2026" in (await browser.get("/payment-methods")).text()


async def test_so_do_programs_hear_it(browser: Any, collected: Any) -> None:
    invoice = (await browser.client.get("/api/invoices/inv_42")).json()
    methods = (await browser.client.get("/api/payment-methods")).json()
    assert invoice["collects_at"] == AT
    assert [each["mandate"]["next_collection"] for each in methods["data"] if each["id"] == "pm_2"] == [
        {"amount": {"amount": 12100, "currency": "EUR"}, "collects_at": AT}
    ]


async def test_what_was_not_announced_is_due(browser: Any, full: Any) -> None:
    assert "is collected on" not in (await browser.get("/")).text()
    assert "Next collection" not in (await browser.get("/payment-methods")).text()
