"""An invoice's lines: what one of them costs is shown where it says so without tax."""

from typing import Any

import pytest
from foyer_shared.testing.html import text_of


@pytest.mark.parametrize(
    ("of_one", "tax_behavior", "shown"),
    [
        ({"amount": 1200, "currency": "EUR"}, "exclusive", "€12.00"),
        ({"amount": 1452, "currency": "EUR"}, "inclusive", ""),
        (None, "exclusive", ""),
    ],
)
async def test_a_line_shows_its_unit_price_without_tax_or_none(
    browser: Any, full: Any, of_one: dict[str, Any] | None, tax_behavior: str, shown: str
) -> None:
    full.answer(
        "invoicing",
        "GET /customer/invoices/inv_7",
        {
            "id": "inv_7",
            "number": "NW-2026-00007",
            "status": "paid",
            "issued_on": "2026-10-10",
            "due_on": "2026-10-10",
            "subtotal": {"amount": 3600, "currency": "EUR"},
            "tax": {"amount": 756, "currency": "EUR"},
            "total": {"amount": 4356, "currency": "EUR"},
            "open": {"amount": 0, "currency": "EUR"},
            "subscription_id": "sub_team",
            "lines": [
                {
                    "description": "Team seats",
                    "quantity": 3,
                    "unit_amount": of_one,
                    "tax_behavior": tax_behavior,
                    "amount": {"amount": 3600, "currency": "EUR"},
                    "tax_percent": 21,
                }
            ],
        },
    )
    page = await browser.get("/invoices/inv_7")
    (row,) = [each for each in page.all("tr") if "Team seats" in text_of(each)]
    assert [text_of(cell) for cell in row.iter("td")] == ["Team seats", "3", shown, "21 %", "€36.00"]
