"""`POST /v1/tax-quotes` and `POST /customer/tax-quotes`."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Terms
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.tax import Supply, TaxClass
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines
from foyer_invoicing.use_cases.price_lines import price_lines
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_shared.basics.money import Money
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, an_origin
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

SUBSCRIPTION = "sub_01k9m80b5ah3yt2r7v0d5h8k4m"
LINES = [
    {"description": "Team, yearly", "quantity": 3, "amount": 99_900, "reference": "li_new"},
    {"description": "Unused time of Solo", "quantity": 1, "amount": -1_001, "tax_behavior": "inclusive"},
    {"description": "Insurance", "amount": 500, "tax_class": "exempt"},
]


def eur(amount: int) -> dict[str, object]:
    return {"amount": amount, "currency": "EUR"}


async def test_each_line_is_answered_with_its_tax(by_customer: Client, a_customer: ACustomer) -> None:
    ada = await a_customer(country="DE")
    body = {"currency": "eur", "lines": LINES, "reference": "quo_1"}
    async with by_customer(ada.id) as client:
        answer = await client.post("/customer/tax-quotes", json=body)
    assert answer.status_code == 201
    quote = answer.json()
    assert quote == {
        "id": quote["id"],
        "customer_id": ada.id,
        "reference": "quo_1",
        "lines": [
            {
                "reference": "li_new",
                "description": "Team, yearly",
                "quantity": 3,
                "unit_amount": None,
                "discount": None,
                "amount": eur(99_900),
                "tax_class": "standard",
                "supply": "services",
                "tax_behavior": "exclusive",
                "product_id": None,
                "shipping": False,
                "net": eur(99_900),
                "tax": eur(18_981),
                "gross": eur(118_881),
                "rate": 19,
                "category": "standard",
            },
            {
                "reference": None,
                "description": "Unused time of Solo",
                "quantity": 1,
                "unit_amount": None,
                "discount": None,
                "amount": eur(-1_001),
                "tax_class": "standard",
                "supply": "services",
                "tax_behavior": "inclusive",
                "product_id": None,
                "shipping": False,
                "net": eur(-841),
                "tax": eur(-160),
                "gross": eur(-1_001),
                "rate": 19,
                "category": "standard",
            },
            {
                "reference": None,
                "description": "Insurance",
                "quantity": 1,
                "unit_amount": None,
                "discount": None,
                "amount": eur(500),
                "tax_class": "exempt",
                "supply": "services",
                "tax_behavior": "exclusive",
                "product_id": None,
                "shipping": False,
                "net": eur(500),
                "tax": eur(0),
                "gross": eur(500),
                "rate": 0,
                "category": "exempt",
            },
        ],
        "taxes": [
            {"rate": 19, "category": "standard", "base": eur(99_059), "tax": eur(18_821)},
            {"rate": 0, "category": "exempt", "base": eur(500), "tax": eur(0)},
        ],
        "net": eur(99_559),
        "tax": eur(18_821),
        "total": eur(118_380),
        "expires_at": "2026-03-10T09:45:00Z",
    }
    assert quote["id"].startswith("txq_")


async def test_goods_are_quoted_as_they_will_be_taxed(by_customer: Client, a_customer: ACustomer) -> None:
    ada = await a_customer(country="GB")
    lines = [LINES[0] | {"supply": supply} for supply in ("goods", "services")]
    async with by_customer(ada.id) as client:
        answer = await client.post("/customer/tax-quotes", json={"currency": "eur", "lines": lines})
    quote = answer.json()
    assert [(line["supply"], line["category"]) for line in quote["lines"]] == [
        ("goods", "export"),
        ("services", "outside_scope"),
    ]
    assert (quote["tax"], quote["total"]) == (eur(0), eur(2 * 99_900))


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ({"line1": "Spui 1"}, "shipping_address.country"),
        ({"line1": "Spui 1", "country": "NL"}, "shipping_address.postal_code"),
    ],
)
async def test_goods_are_quoted_for_no_place_that_post_does_not_find(
    by_business: Client, a_customer: ACustomer, stored: Stored, address: dict[str, str], field: str
) -> None:
    ada = await a_customer()
    body = {"customer_id": ada.id, "currency": "EUR", "lines": LINES, "shipping_address": address}
    before = await stored()
    async with by_business() as client:
        answer = await client.post("/v1/tax-quotes", json=body)
    said = answer.json()
    assert (answer.status_code, said["code"], said["field"]) == (422, "address_invalid", field)
    assert await stored() == before


async def test_the_business_asks_for_any_of_its_customers(by_business: Client, a_customer: ACustomer) -> None:
    ada = await a_customer()
    eve = await a_customer(business_id=CONTOSO)
    async with by_business() as client:
        own = await client.post(
            "/v1/tax-quotes", json={"customer_id": ada.id, "currency": "EUR", "lines": LINES}
        )
        other = await client.post(
            "/v1/tax-quotes", json={"customer_id": eve.id, "currency": "EUR", "lines": LINES}
        )
    assert (own.status_code, own.json()["customer_id"]) == (201, ada.id)
    assert (other.status_code, other.json()["code"]) == (404, "not_found")


@pytest.fixture
def subscribed(database: Database, a_customer: ACustomer) -> Callable[[], Awaitable[Customer]]:
    """A Belgian company without a VAT id had SUBSCRIPTION invoiced, then added one; a line had no price."""

    async def make() -> Customer:
        engines = await a_customer(country="BE", company="Engines BV")
        sold = [
            Line(description="Solo", quantity=1, amount=Money(3_000, "EUR"), reference=reference)
            for reference in ("price_1", None)
        ]
        async with database.work(an_origin()) as work:
            await issue_priced_lines(
                work,
                customer=engines,
                lines=await price_lines(work, engines, sold),
                terms=Terms(subscription_id=SUBSCRIPTION),
            )
            return await update_customer(work, engines.id, {"vat_id": "BE0428759497"})

    return make


@pytest.mark.parametrize("door", ["business", "customer"])
async def test_what_a_subscription_gives_back_is_quoted_as_it_was_invoiced(
    by_business: Client, by_customer: Client, a_customer: ACustomer, subscribed: Any, door: str
) -> None:
    """Its own customer's, by the price that the line names; what is charged, and the rest, as of today."""
    engines = await subscribed()
    ada = await a_customer("ada@byron.example", country="DE")
    lines = [
        {"description": "Solo", "amount": amount, "reference": reference}
        for amount, reference in (
            (-2_000, "price_1"),
            (-2_000, "price_2"),
            (-2_000, None),
            (4_100, "price_1"),
        )
    ]
    body = {"currency": "EUR", "lines": lines, "subscription_id": SUBSCRIPTION}
    taxes = []
    for customer in (engines, ada):
        if door == "business":
            client, path, asked = by_business(), "/v1/tax-quotes", body | {"customer_id": customer.id}
        else:
            client, path, asked = by_customer(customer.id), "/customer/tax-quotes", body
        async with client:
            quote = (await client.post(path, json=asked)).json()
        taxes.append([line["tax"]["amount"] for line in quote["lines"]])
    assert taxes == [[-420, 0, 0, 0], [-380, -380, -380, 779]]


@pytest.mark.parametrize("door", ["business", "customer"])
async def test_the_same_key_gives_the_same_quote(
    by_business: Client, by_customer: Client, a_customer: ACustomer, stored: Stored, door: str
) -> None:
    ada = await a_customer()
    body: dict[str, Any] = {"currency": "EUR", "lines": LINES}
    key = {"Idempotency-Key": "quote-1"}
    if door == "business":
        client, path, body = by_business(), "/v1/tax-quotes", body | {"customer_id": ada.id}
    else:
        client, path = by_customer(ada.id), "/customer/tax-quotes"
    async with client:
        first = await client.post(path, json=body, headers=key)
        before = await stored()
        again = await client.post(path, json=body, headers=key)
        assert (again.status_code, again.json()) == (201, first.json())
        other = await client.post(path, json=body | {"currency": "USD"}, headers=key)
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert await stored() == before


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"currency": "EUX"}, "unknown_currency", "currency"),
    ({"lines": []}, "no_lines", "lines"),
    ({"lines": LINES[:1] * 10_001}, "too_many_lines", "lines"),
    ({"lines": [LINES[0] | {"quantity": -1}]}, "quantity_out_of_range", "lines.0.quantity"),
    ({"lines": [LINES[0] | {"amount": 10**12}]}, "amount_too_large", "lines.0.amount"),
    ({"lines": [LINES[0] | {"amount": 10.5}]}, "amount_too_precise", "amount"),
    ({"lines": [LINES[0] | {"tax_behavior": "unspecified"}]}, "invalid", "lines.0.tax_behavior"),
    ({"lines": [LINES[0] | {"tax_class": "luxury"}]}, "invalid", "lines.0.tax_class"),
    ({"lines": [LINES[0] | {"supply": "software"}]}, "invalid", "lines.0.supply"),
    ({"lines": [LINES[0] | {"description": ""}]}, "invalid", "lines.0.description"),
    ({"lines": [LINES[0] | {"unit_amount": 10.5}]}, "amount_too_precise", "unit_amount"),
    ({"lines": [LINES[0] | {"discount_amount": -1}]}, "discount_out_of_range", "lines.0.discount_amount"),
    ({"lines": [LINES[0] | {"discount_amount": 10**12}]}, "discount_out_of_range", "lines.0.discount_amount"),
    ({"lines": [LINES[0] | {"discount": {"percent": 10}}]}, "invalid", "lines.0.discount"),
    ({"customer_id": "cus_1"}, "invalid", "customer_id"),
    ({"subscription_id": "sub_1"}, "invalid", "subscription_id"),
]


@pytest.mark.parametrize(("changes", "code", "field"), WRONG)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    by_customer: Client,
    a_customer: ACustomer,
    stored: Stored,
    changes: dict[str, Any],
    code: str,
    field: str,
) -> None:
    ada = await a_customer()
    before = await stored()
    async with by_customer(ada.id) as client:
        answer = await client.post(
            "/customer/tax-quotes", json={"currency": "EUR", "lines": [LINES[0]]} | changes
        )
    problem = answer.json()
    named = problem.get("field") or problem["errors"][0]["field"]
    assert (answer.status_code, problem["code"], named) == (422, code, field)
    assert await stored() == before


async def test_a_login_that_may_only_read_gets_no_quote(
    service: Service, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    statuses = []
    for caller in (
        a_caller("customer", customer_id=ada.id, scopes=["invoicing:read", "subscriptions:write"]),
        a_caller("business"),
        a_caller("internal", customer_id=ada.id),
        None,
    ):
        async with client_for(service, caller, "invoicing") as client:
            answer = await client.post("/customer/tax-quotes", json={"currency": "EUR", "lines": LINES})
            statuses.append(answer.status_code)
    assert statuses == [403, 403, 403, 401]
    assert await stored() == before


LAMP = {"description": "Desk lamp", "quantity": 2, "unit_amount": 1000}
ORDER: dict[str, Any] = {
    "lines": [
        LAMP | {"discount": {"amount": 790}},
        LAMP | {"unit_amount": 1210, "tax_behavior": "inclusive", "discount": {"percent": 50}},
        LAMP | {"quantity": 3, "product_id": "prod_1"},
    ],
    "discount": {"percent": 10},
    "shipping": {"label": "Parcel", "amount": 500, "tax_class": "reduced"},
}


async def test_what_an_order_would_cost_is_quoted_to_the_cent(
    by_business: Client, a_customer: ACustomer, a_product: Callable[..., Awaitable[str]]
) -> None:
    await a_product(tax_class=TaxClass.REDUCED, supply=Supply.GOODS)
    ada = await a_customer(country="NL")
    currency = {"currency": "EUR"}
    async with by_business() as client:
        quoted = await client.post("/v1/tax-quotes", json=ORDER | currency | {"customer_id": ada.id})
        lines = [line | currency for line in ORDER["lines"]]
        placed = await client.post("/v1/orders", json=ORDER | {"customer_id": ada.id, "lines": lines})
    quote, order = quoted.json(), placed.json()
    assert (quoted.status_code, placed.status_code) == (201, 201)
    # Of 1210, 1210 and 3000 that are left of the lines 542 come off together.
    assert [
        (
            line["unit_amount"]["amount"],
            line["discount"] and line["discount"]["amount"],
            line["amount"]["amount"],
            line["product_id"],
            line["supply"],
            line["tax_class"],
            line["shipping"],
        )
        for line in quote["lines"]
    ] == [
        (1000, 911, 1089, None, "services", "standard", False),
        (1210, 1331, 1089, None, "services", "standard", False),
        (1000, 300, 2700, "prod_1", "goods", "reduced", False),
        (500, None, 500, None, "goods", "reduced", True),
    ]
    assert [(line["net"], line["tax"]) for line in quote["lines"]] == [
        (line["amount"], line["tax"]) for line in order["lines"]
    ]
    assert (quote["total"], quote["net"], quote["tax"]) == (order["total"], order["subtotal"], order["tax"])
    assert quote["total"] == eur(5895)


async def test_a_discount_comes_off_what_has_one_amount_and_off_what_is_given_back(
    by_business: Client, a_customer: ACustomer
) -> None:
    ada = await a_customer(country="NL")
    lines = [
        {"description": "Studio", "quantity": 3, "amount": 2900, "discount": {"percent": 10}},
        {"description": "Unused days", "amount": -1450},
    ]
    body = {"customer_id": ada.id, "currency": "EUR", "lines": lines, "discount": {"percent": 10}}
    async with by_business() as client:
        quote = (await client.post("/v1/tax-quotes", json=body)).json()
    assert [(line["unit_amount"], line["discount"], line["amount"]) for line in quote["lines"]] == [
        (None, eur(551), eur(2349)),
        (None, eur(-145), eur(-1305)),
    ]
    assert (quote["net"], quote["tax"]) == (eur(1044), eur(219))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"lines": []}, "no_lines", "lines"),
        ({"lines": [LAMP] * 10_001}, "too_many_lines", "lines"),
        ({"lines": [LAMP | {"amount": 2000}]}, "amount_ambiguous", "lines.0.amount"),
        ({"lines": [LAMP, LAMP | {"unit_amount": None}]}, "amount_ambiguous", "lines.1.amount"),
        ({"lines": [LAMP | {"quantity": -1}]}, "quantity_out_of_range", "lines.0.quantity"),
        ({"lines": [LAMP | {"unit_amount": 10**12}]}, "amount_too_large", "lines.0.amount"),
        ({"lines": [LAMP | {"discount": {}}]}, "discount_ambiguous", "lines.0.discount"),
        (
            {"lines": [LAMP | {"discount": {"amount": 2001}}]},
            "discount_above_line",
            "lines.0.discount.amount",
        ),
        ({"discount": {"amount": 2001}}, "discount_above_order", "discount.amount"),
        ({"shipping": {"label": "Parcel", "amount": -1}}, "negative_amount", "shipping.amount"),
        ({"shipping": {"label": "Parcel", "amount": 10**12}}, "amount_too_large", "shipping.amount"),
        ({"currency": "EUX"}, "unknown_currency", "currency"),
    ],
)
async def test_what_is_wrong_with_a_preview_is_named_and_nothing_is_kept(
    by_business: Client,
    a_customer: ACustomer,
    stored: Stored,
    changes: dict[str, Any],
    code: str,
    field: str,
) -> None:
    ada = await a_customer()
    before = await stored()
    body = {"customer_id": ada.id, "currency": "EUR", "lines": [LAMP], "discount": {"percent": 5}} | changes
    async with by_business() as client:
        answer = await client.post("/v1/tax-quotes", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (422, code, field)
    assert await stored() == before


async def test_a_portal_quotes_what_each_costs_and_what_has_come_off(
    by_customer: Client, a_customer: ACustomer
) -> None:
    """Only where the line is that much for each, before the discount."""
    ada = await a_customer(country="NL")
    seats = {"description": "Seats", "quantity": 3, "unit_amount": 1000, "product_id": "prod_1"}
    lines = [
        seats | {"amount": 2700, "discount_amount": 300},
        seats | {"amount": 1500},
        seats | {"amount": -1350, "discount_amount": -150},
    ]
    async with by_customer(ada.id) as client:
        quote = (await client.post("/customer/tax-quotes", json={"currency": "EUR", "lines": lines})).json()
    assert [
        (line["unit_amount"], line["discount"], line["amount"], line["product_id"], line["net"])
        for line in quote["lines"]
    ] == [
        (eur(1000), eur(300), eur(2700), "prod_1", eur(2700)),
        (None, None, eur(1500), "prod_1", eur(1500)),
        (None, eur(-150), eur(-1350), "prod_1", eur(-1350)),
    ]


async def test_only_what_is_sold_is_previewed(
    by_business: Client,
    a_customer: ACustomer,
    a_product: Callable[..., Awaitable[str]],
    stored: Stored,
) -> None:
    ada = await a_customer()
    gone = await a_product(active=False)
    before = await stored()
    refused = []
    async with by_business() as client:
        for product in ("prod_2", gone):
            lines = [LAMP, LAMP | {"product_id": product}]
            body = {"customer_id": ada.id, "currency": "EUR", "lines": lines}
            problem = (await client.post("/v1/tax-quotes", json=body)).json()
            refused.append((problem["code"], problem["field"]))
    assert refused == [
        ("product_not_found", "lines.1.product_id"),
        ("product_not_sold", "lines.1.product_id"),
    ]
    assert await stored() == before
