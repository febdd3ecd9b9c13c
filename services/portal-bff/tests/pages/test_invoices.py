"""An invoice's page: what its lines cost, and its PDF and XML."""

from typing import Any

import httpx
import pytest
from foyer_shared.testing.html import text_of
from foyer_shared.testing.makers import ADA


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


TAXES = [
    {
        "percent": percent,
        "category": category,
        "taxable": {"amount": taxable, "currency": "EUR"},
        "tax": {"amount": tax, "currency": "EUR"},
    }
    for percent, category, taxable, tax in (
        (21, "standard", 10_000, 2_100),
        (9, "standard", 2_000, 180),
        (0, "zero", 1_500, 0),
        (0, "exempt", 1_000, 0),
        (0, "reverse_charge", 500, 0),
        (0, "intra_community", 400, 0),
        (0, "export", 300, 0),
        (0, "outside_scope", 100, 0),
    )
]
ORDER = "/orders/ord_1007"
INVOICE = "/invoices/inv_12"


@pytest.mark.parametrize("path", [ORDER, INVOICE])
@pytest.mark.parametrize(
    ("language", "below"),
    [
        (
            "en",
            [
                ("Tax 21 % on €100.00", "€21.00"),
                ("Tax 9 % on €20.00", "€1.80"),
                ("Tax 0 % on €15.00", "€0.00"),
                ("Exempt from tax: €10.00", "€0.00"),
                ("Reverse charge on €5.00", "€0.00"),
                ("Intra-Community supply: €4.00", "€0.00"),
                ("Export: €3.00", "€0.00"),
                ("Not subject to tax: €1.00", "€0.00"),
            ],
        ),
        (
            "nl",
            [
                ("21 % btw over €\u00a0100,00", "€\u00a021,00"),
                ("9 % btw over €\u00a020,00", "€\u00a01,80"),
                ("0 % btw over €\u00a015,00", "€\u00a00,00"),
                ("Vrijgesteld van btw: €\u00a010,00", "€\u00a00,00"),
                ("Btw verlegd over €\u00a05,00", "€\u00a00,00"),
                ("Intracommunautaire levering: €\u00a04,00", "€\u00a00,00"),
                ("Uitvoer: €\u00a03,00", "€\u00a00,00"),
                ("Geen btw van toepassing: €\u00a01,00", "€\u00a00,00"),
            ],
        ),
    ],
)
async def test_the_tax_of_each_rate_stands_below_the_lines_and_in_the_api(
    browser: Any, full: Any, path: str, language: str, below: list[tuple[str, str]]
) -> None:
    door = f"GET /customer{path}"
    full.answer("invoicing", door, full.answers["invoicing", door].json() | {"taxes": TAXES})
    page = await browser.get(path, headers={"Accept-Language": language})
    rows = [[text_of(cell) for cell in row] for foot in page.all("tfoot") for row in foot]
    assert [tuple(row) for row in rows[1:-1]] == [
        (name.replace("\u00a0", " "), amount.replace("\u00a0", " ")) for name, amount in below
    ]
    assert (await browser.client.get(f"/api{path}")).json()["taxes"] == TAXES


ACCOUNTING_TAX = {
    "tax": {"amount": 1940, "currency": "EUR"},
    "exchange_rate": {
        "from_currency": "EUR",
        "to_currency": "USD",
        "rate": "1.0823456789",
        "valid_from": "2026-03-10",
    },
}


@pytest.mark.parametrize("path", [INVOICE, "/credit-notes/cn_2"])
@pytest.mark.parametrize(
    ("language", "below"),
    [
        ("en", ["Tax in EUR Exchange rate of 10 March 2026: EUR 1 = USD 1.0823456789", "€19.40"]),
        ("nl", ["Btw in EUR Wisselkoers van 10 maart 2026: EUR 1 = USD 1,0823456789", "€ 19,40"]),
    ],
)
async def test_the_tax_in_the_business_s_currency_stands_below_the_total_and_in_the_api(
    browser: Any, full: Any, path: str, language: str, below: list[str]
) -> None:
    door = f"GET /customer{path}"
    answer = full.answers["invoicing", door].json()
    assert (await browser.client.get(f"/api{path}")).json()["accounting_tax"] is None
    full.answer("invoicing", door, answer | {"accounting_tax": ACCOUNTING_TAX})
    page = await browser.get(path, headers={"Accept-Language": language})
    *_, total, last = [[text_of(cell) for cell in row] for foot in page.all("tfoot") for row in foot]
    assert total[0] in {"Total", "Totaal"}
    assert last == below
    assert (await browser.client.get(f"/api{path}")).json()["accounting_tax"] == ACCOUNTING_TAX


@pytest.mark.parametrize(
    ("language", "percent", "said", "country"),
    [
        (
            "en",
            10,
            "The order has a discount of 10 % (€4.00), of which each line has its share.",
            "Netherlands",
        ),
        ("en", None, "The order has a discount of €4.00, of which each line has its share.", "Netherlands"),
        (
            "nl",
            12.5,
            "Op de bestelling zit een korting van 12,5 % (€ 4,00), waarvan elke regel een deel heeft.",
            "Nederland",
        ),
    ],
)
async def test_an_order_says_what_came_off_and_where_it_goes(
    browser: Any, full: Any, language: str, percent: float | None, said: str, country: str
) -> None:
    door = f"GET /customer{ORDER}"
    order = full.answers["invoicing", door].json()
    full.answer("invoicing", door, order | {"discount": order["discount"] | {"percent": percent}})
    page = await browser.get(ORDER, headers={"Accept-Language": language})
    (line,) = [
        each for each in page.all("small") if text_of(each).endswith("4,00" if language == "nl" else "4.00")
    ]
    assert text_of(line) == ("Korting van € 4,00" if language == "nl" else "Discount of €4.00")
    assert said in page.text()
    address = "Afleveradres" if language == "nl" else "Delivery address"
    assert f"{address} Spui 1 1012 WX Amsterdam {country}" in page.text()
    api = (await browser.client.get(f"/api{ORDER}")).json()
    assert (api["discount"]["percent"], api["shipping_address"]["city"]) == (percent, "Amsterdam")
    plain = order | {"discount": None, "shipping_address": None}
    plain["lines"] = [order["lines"][0] | {"discount": None}]
    full.answer("invoicing", door, plain)
    text = (await browser.get(ORDER)).text()
    assert "discount" not in text.lower()
    assert "Delivery address" not in text


async def test_an_invoice_says_where_its_order_goes(browser: Any, full: Any) -> None:
    assert "Delivery address Spui 1 1012 WX Amsterdam Netherlands" in (await browser.get(INVOICE)).text()
    assert (await browser.client.get(f"/api{INVOICE}")).json()["shipping_address"]["line1"] == "Spui 1"
    door = f"GET /customer{INVOICE}"
    full.answer("invoicing", door, full.answers["invoicing", door].json() | {"shipping_address": None})
    assert "Delivery address" not in (await browser.get(INVOICE)).text()


async def test_without_rates_the_tax_stands_there_as_a_whole(browser: Any, full: Any) -> None:
    door = f"GET /customer{ORDER}"
    full.answer("invoicing", door, full.answers["invoicing", door].json() | {"taxes": []})
    page = await browser.get(ORDER)
    rows = [[text_of(cell) for cell in row] for foot in page.all("tfoot") for row in foot]
    assert rows == [["Subtotal", "€40.00"], ["Tax", "€8.40"], ["Total", "€48.40"]]


async def test_an_invoice_can_be_saved_once_its_pdf_is_made(browser: Any, full: Any) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    page = await browser.get("/invoices/inv_39")
    assert [text for text in map(text_of, page.all("p")) if "PDF" in text] == ["The PDF is being made."]
    assert [link.get("href") for link in page.all("a") if link.get("download") is not None] == []

    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | {"document_ready": True})
    page = await browser.get("/invoices/inv_39")
    assert [text for text in map(text_of, page.all("p")) if "PDF" in text] == []
    links = [link for link in page.all("a") if link.get("download") is not None]
    assert [(link.get("href"), text_of(link)) for link in links] == [
        ("/invoices/inv_39/xml", "Download XML"),
        ("/invoices/inv_39/pdf", "Download PDF"),
    ]


@pytest.mark.parametrize("prefix", ["", "/api"])
@pytest.mark.parametrize(("form", "kind"), [("pdf", "application/pdf"), ("xml", "application/xml")])
async def test_what_is_made_is_passed_on_byte_for_byte(
    browser: Any, full: Any, prefix: str, form: str, kind: str
) -> None:
    headers = {
        "content-type": kind,
        "content-disposition": f'attachment; filename="NW-1.{form}"',
        "x-own": "1",
    }
    full.answers["invoicing", f"GET /customer/invoices/inv_39/{form}"] = httpx.Response(
        200, content=b"\x00made", headers=headers
    )
    answer = await browser.client.get(f"{prefix}/invoices/inv_39/{form}")
    assert (answer.status_code, answer.content) == (200, b"\x00made")
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"] == f'attachment; filename="NW-1.{form}"'
    assert answer.headers["content-length"] == "5"
    assert "x-own" not in answer.headers
    (call,) = [call for call in full.of("invoicing") if call.path.endswith(form)]
    assert (call.caller.customer_id, call.caller.surface.value) == (ADA, "customer")


async def test_before_it_is_made_its_page_says_so(browser: Any, full: Any) -> None:
    refusal = {"code": "document_not_ready", "detail": "This document is still being made."}
    full.answer("invoicing", "GET /customer/invoices/inv_39/pdf", refusal, status=409)
    answer = await browser.client.get("/invoices/inv_39/pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, "/invoices/inv_39")
    answer = await browser.client.get("/api/invoices/inv_39/pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "document_not_ready")


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_anothers_is_not_found(browser: Any, full: Any, form: str) -> None:
    await browser.get(f"/invoices/inv_of_another/{form}", status=404)
    assert (await browser.client.get(f"/api/invoices/inv_of_another/{form}")).status_code == 404


async def test_a_payment_has_its_receipt_once_it_is_made(browser: Any, full: Any) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    paid = {"amount": {"amount": 500, "currency": "EUR"}, "status": "succeeded", "method": "outside"}
    by_debit = paid | {"id": "ipay_2", "method": "sepa_debit"}
    payments = [{"id": "ipay_1", **paid, "receipt_ready": True}, by_debit]
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | {"payments": payments})
    page = await browser.get("/invoices/inv_39")
    assert [link.get("href") for link in page.all("a") if text_of(link) == "Payment receipt"] == [
        "/invoices/inv_39/payments/ipay_1/receipt"
    ]
    lines = [text_of(line) for line in page.all("li") if "€5.00" in text_of(line)]
    assert lines == [
        "Received outside the portal €5.00 Payment receipt Succeeded",
        "SEPA direct debit €5.00 Succeeded",
    ]


async def test_a_failed_payment_says_why_and_the_balance_is_a_payment_too(browser: Any, full: Any) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    tried = {"id": "ipay_1", "amount": {"amount": 1815, "currency": "EUR"}, "status": "failed"}
    codes = ("AM04", "of_a_provider", "reversed_by_staff")
    payments = [tried | {"id": f"ipay_{code}", "failure_code": code} for code in codes]
    from_balance = {"paid_from_balance": {"amount": 1000, "currency": "EUR"}}
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | {"payments": payments} | from_balance)
    page = await browser.get("/invoices/inv_39")
    lines = [text_of(line) for line in page.all("li") if "€" in text_of(line)]
    assert lines == [
        "There was not enough money in the account. €18.15 Failed",
        "€18.15 Failed",
        "We recorded it by mistake, or your bank took it back. €18.15 Failed",
        "From your balance €10.00 Succeeded",
    ]


@pytest.mark.parametrize(
    ("codes", "english", "dutch"),
    [
        (["AC04", "AC01"], "The account is closed or", "De rekening is opgeheven of"),
        (
            ["AC06", "AC13", "AG01"],
            "Nothing can be collected from this account.",
            "Van deze rekening kan niet",
        ),
        (["RC01"], "The bank of this account is not known.", "De bank van deze rekening is niet bekend."),
        (["MD01", "MD02"], "The bank does not accept the mandate.", "De bank accepteert de machtiging niet."),
        (["MD07"], "the account's holder has died.", "de rekeninghouder is overleden."),
        (["MS02", "MD06"], "The account's holder objected", "De rekeninghouder"),
        (
            ["SL01"],
            "The bank does not let us collect",
            "De bank staat ons geen incasso van deze rekening toe.",
        ),
        (["AM05"], "a second collection of the same amount", "een tweede incasso van hetzelfde bedrag"),
        (["AM04"], "not enough money in the account.", "rekening"),
        (["MS03"], "The bank did not say why.", "De bank"),
    ],
)
async def test_each_return_code_has_plain_words(
    browser: Any, full: Any, codes: list[str], english: str, dutch: str
) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    tried = {"amount": {"amount": 1815, "currency": "EUR"}, "status": "failed"}
    payments = [tried | {"id": f"ipay_{code}", "failure_code": code} for code in codes]
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | {"payments": payments})
    for language, words in (("en", english), ("nl", dutch)):
        page = await browser.get("/invoices/inv_39", headers={"accept-language": language})
        assert page.text().count(words) >= len(codes)
        assert not set(codes) & set(page.text().split())


@pytest.mark.parametrize(("cents", "says"), [(0, "Nothing had to be paid."), (1815, "No payment yet.")])
async def test_without_payments_it_says_whether_one_is_missing(
    browser: Any, full: Any, cents: int, says: str
) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    open_ = {"open": {"amount": cents, "currency": "EUR"}}
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | open_)
    assert says in (await browser.get("/invoices/inv_39")).text()


@pytest.mark.parametrize("prefix", ["", "/api"])
async def test_a_receipt_is_passed_on(browser: Any, full: Any, prefix: str) -> None:
    path = "/invoices/inv_39/payments/ipay_1/receipt"
    full.answers["invoicing", f"GET /customer{path}"] = httpx.Response(
        200, content=b"%PDF", headers={"content-type": "application/pdf"}
    )
    answer = await browser.client.get(f"{prefix}{path}")
    assert (answer.status_code, answer.content) == (200, b"%PDF")
    other = await browser.client.get(f"{prefix}/invoices/inv_39/payments/ipay_2/receipt")
    assert other.status_code == 404


async def test_an_invoice_leads_to_its_collection_case(browser: Any, full: Any) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    way = "See its collection case"
    assert way not in (await browser.get("/invoices/inv_39")).text()
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | {"collection_case_id": "case_1"})
    page = await browser.get("/invoices/inv_39")
    assert [link.get("href") for link in page.all("a") if text_of(link) == way] == [
        "/collection-cases/case_1"
    ]


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("language", "heading", "amount", "labels"),
    [
        ("en", "Pay by bank transfer", "€18.15", ("Amount", "Account holder", "IBAN", "BIC", "Reference")),
        (
            "nl",
            "Betalen per overschrijving",
            "€ 18,15",
            ("Bedrag", "Rekeninghouder", "IBAN", "BIC", "Kenmerk"),
        ),
    ],
)
async def test_what_is_open_says_how_to_transfer_it(
    browser: Any, language: str, heading: str, amount: str, labels: tuple[str, ...]
) -> None:
    browser.client.headers["accept-language"] = language
    page = await browser.get("/invoices/inv_39")
    (section,) = [each for each in page.all("section") if each.get("aria-labelledby") == "transfer"]
    assert text_of(next(section.iter("h2"))) == heading
    values = [amount, "Northwind B.V.", "NL20 INGB 0001 2345 67", "INGBNL2A", "NW-2026-00039"]
    rows = [tuple(text_of(cell) for cell in row) for row in section.iter("div")]
    assert rows == list(zip(labels, values, strict=True))


@pytest.fixture
def in_instalments(full: Any) -> Any:
    """Makes an invoice of which a payment plan asks for the second of three instalments."""

    def make(*, due_on: str, amount: int = 605, automatic: bool = False) -> None:
        invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
        part = {"amount": amount, "currency": "EUR"}
        invoice["instalment"] = {
            "number": 2,
            "of": 3,
            "due_on": due_on,
            "amount": part,
            "automatic": automatic,
        }
        asked = {**invoice["transfer"], "amount": part, "instalment_due_on": due_on}
        invoice["transfer"] = None if automatic else asked
        full.answer("invoicing", "GET /customer/invoices/inv_39", invoice)

    return make


def notes_of(page: Any) -> list[str]:
    return [text_of(each) for each in page.all("p") if "note" in each.get("class", "").split()]


@pytest.mark.parametrize(
    ("language", "day", "notice", "instalment", "pay"),
    [
        ("en", "2026-12-01", "€6.05 is due on 1 December 2026.", "Instalment of 1 December 2026", "6.05"),
        ("en", "2026-11-01", "€6.05 was due on 1 November 2026.", "Instalment of 1 November 2026", "6.05"),
        ("nl", "2026-12-01", "€ 6,05", "Termijn van 1 december 2026", "6%2C05"),
    ],
)
async def test_by_a_payment_plan_the_instalment_is_to_be_paid(
    browser: Any, in_instalments: Any, language: str, day: str, notice: str, instalment: str, pay: str
) -> None:
    in_instalments(due_on=day)
    page = await browser.get("/invoices/inv_39", headers={"accept-language": language})
    (said,) = notes_of(page)
    assert notice in said
    (section,) = [each for each in page.all("section") if each.get("aria-labelledby") == "transfer"]
    assert instalment in [" ".join(text_of(cell) for cell in row) for row in section.iter("div")]
    ways = [link for link in page.links() if link.startswith("/pay?")]
    assert ways == [f"/pay?invoice=inv_39&part={pay}", "/pay?invoice=inv_39"]
    form = (await browser.get(ways[0], headers={"accept-language": language})).form("/pay")
    assert form["part"] == pay.replace("%2C", ",")


async def test_an_instalment_that_is_charged_waits_for_its_day(browser: Any, in_instalments: Any) -> None:
    in_instalments(due_on="2026-12-01", automatic=True)
    page = await browser.get("/invoices/inv_39")
    assert notes_of(page) == ["Instalment 2 of 3: €6.05 is collected on 1 December 2026."]
    assert [link for link in page.links() if link.startswith("/pay?")] == ["/pay?invoice=inv_39"]
    assert "Pay all of it now" in page.text()


async def test_costs_wait_until_the_invoice_is_paid(browser: Any, in_instalments: Any) -> None:
    in_instalments(due_on="2026-12-01", amount=0)
    page = await browser.get("/invoices/inv_39")
    assert notes_of(page) == ["You pay this by a payment plan. Nothing of it is to be paid yet."]


@pytest.mark.parametrize(
    ("standing", "notice", "pays"),
    [
        ("on_hold", "This is on hold: you need not pay until you hear from us.", True),
        ("external", "We have given this to others to collect. Please pay them, or contact us.", False),
    ],
)
async def test_nothing_is_asked_for_while_its_case_waits(
    browser: Any, full: Any, standing: str, notice: str, pays: bool
) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    waiting = invoice | {"collection_standing": standing, "transfer": None}
    full.answer("invoicing", "GET /customer/invoices/inv_39", waiting)
    page = await browser.get("/invoices/inv_39")
    assert notes_of(page) == [notice]
    assert ("/pay?invoice=inv_39" in page.links()) is pays
    asked = await browser.get("/pay?invoice=inv_39", status=200 if pays else 422)
    assert ("Nothing is to be paid of NW-2026-00039 now." in asked.text()) is not pays


async def test_an_account_of_which_only_the_number_is_known_has_no_empty_rows(
    browser: Any, full: Any
) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    invoice["transfer"] |= {"bic": None, "holder": None}
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice)
    page = await browser.get("/invoices/inv_39")
    (section,) = [each for each in page.all("section") if each.get("aria-labelledby") == "transfer"]
    assert [text_of(label) for label in section.iter("dt")] == ["Amount", "IBAN", "Reference"]


async def test_without_an_account_nothing_says_how_to_transfer(browser: Any, full: Any) -> None:
    invoice = full.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    full.answer("invoicing", "GET /customer/invoices/inv_39", invoice | {"transfer": None})
    page = await browser.get("/invoices/inv_39")
    (main,) = page.all("main")
    assert "IBAN" not in text_of(main)


@pytest.mark.usefixtures("full")
async def test_the_api_says_how_to_transfer_what_is_open(browser: Any) -> None:
    answer = (await browser.client.get("/api/invoices/inv_39")).json()
    assert answer["transfer"] == {
        "amount": {"amount": 1815, "currency": "EUR"},
        "iban": "NL20INGB0001234567",
        "bic": "INGBNL2A",
        "holder": "Northwind B.V.",
        "reference": "NW-2026-00039",
        "instalment_due_on": None,
    }
    assert (await browser.client.get("/api/invoices/inv_12")).json()["transfer"] is None
