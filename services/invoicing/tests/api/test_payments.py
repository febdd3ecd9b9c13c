"""Payments that staff record from a bank statement, and take back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import SaleLine
from foyer_invoicing.storage.collecting import Collectings
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]
Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]


def euros(amount: int) -> dict[str, Any]:
    """As the doors take them."""
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def balance(by_business: Callable[..., AsyncClient]) -> Callable[[str], Awaitable[list[dict[str, Any]]]]:
    """What a customer has to their credit."""

    async def read(customer_id: str) -> list[dict[str, Any]]:
        async with by_business() as client:
            answer = await client.get(f"/v1/customers/{customer_id}/balance")
        found: list[dict[str, Any]] = answer.json()["balances"]
        return found

    return read


async def test_it_pays_the_oldest_due_date_first_and_the_rest_becomes_balance(
    by_business: Any, by_customer: Any, a_customer: ACustomer, an_order: AnOrder, balance: Any, booked: Booked
) -> None:
    ada = await a_customer()
    later, first = await an_order(ada, due_days=20), await an_order(ada, due_days=5)
    body = {"customer_id": ada.id, "amount": euros(3000), "reference": "O'Brien, two invoices"}
    async with by_business() as client:
        answer = await client.post("/v1/payments", json=body, headers={"Idempotency-Key": "k1"})
        again = await client.post("/v1/payments", json=body, headers={"Idempotency-Key": "k1"})
        rest = await client.post("/v1/payments", json=body)
        read = await client.get(f"/v1/payments/{answer.json()['id']}")
    assert (answer.status_code, again.json()) == (201, answer.json())
    paid = answer.json()
    assert {each["invoice_id"]: (each["amount"]["amount"], each["status"]) for each in paid["invoices"]} == {
        first.invoice_id: (2420, "paid"),
        later.invoice_id: (580, "open"),
    }
    assert (paid["status"], paid["surplus"], paid["reference"]) == (
        "succeeded",
        euros(0),
        "O'Brien, two invoices",
    )
    assert rest.json()["surplus"] == euros(1160)
    assert await balance(ada.id) == [euros(1160)]
    assert [entry for occasion, entry in await booked() if occasion == "payment_received"] == [
        {"cash": 3000, "receivable": -580},
        {"cash": 3000, "receivable": -1840, "customer_balance": -1160},
    ]
    assert read.json()["invoices"] != []
    async with by_customer(ada.id) as client:
        shown = (await client.get(f"/customer/invoices/{later.invoice_id}")).json()["payments"]
    assert [(each["amount"]["amount"], each["method"], each["reference"]) for each in shown] == [
        (580, "outside", "O'Brien, two invoices"),
        (3000, "outside", "O'Brien, two invoices"),
    ]


async def test_it_pays_the_invoices_that_are_named_in_their_order(
    by_business: Any, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    first, second, third = [(await an_order(ada)).invoice_id for _ in range(3)]
    body = {"customer_id": ada.id, "amount": euros(3000), "invoices": [third, second, third]}
    async with by_business() as client:
        paid = (await client.post("/v1/payments", json=body)).json()
        untouched = (await client.get(f"/v1/invoices/{first}")).json()
    assert {each["invoice_id"]: each["open"]["amount"] for each in paid["invoices"]} == {
        third: 0,
        second: 1840,
    }
    assert untouched["open"] == euros(2420)


async def test_without_anything_open_it_becomes_balance_and_can_be_taken_back(
    by_business: Any, a_customer: ACustomer, an_order: AnOrder, balance: Any, booked: Booked
) -> None:
    ada = await a_customer()
    async with by_business() as client:
        body = {"customer_id": ada.id, "amount": euros(3000), "reference": "early"}
        paid = (await client.post("/v1/payments", json=body)).json()
        assert (paid["invoices"], paid["surplus"], paid["reference"]) == ([], euros(3000), "early")
        order = await an_order(ada)
        assert await balance(ada.id) == [euros(580)]
        path = f"/v1/payments/{paid['id']}/reverse"
        back = await client.post(path, json={"reason": "not ours"})
        twice = await client.post(path, json={"reason": "not ours"})
        invoice = (await client.get(f"/v1/invoices/{order.invoice_id}")).json()
    assert (back.status_code, back.json()["status"]) == (200, "reversed")
    assert (twice.status_code, twice.json()["code"]) == (409, "payment_already_reversed")
    assert (invoice["status"], invoice["open"]) == ("open", euros(2420))
    assert await balance(ada.id) == []
    assert ("payment_reversed", {"cash": -3000, "customer_balance": 3000}) in await booked()


async def test_what_is_taken_back_is_owed_again(
    database: Database, by_business: Any, a_customer: ACustomer, an_order: AnOrder, booked: Booked
) -> None:
    ada = await a_customer()
    orders = [await an_order(ada) for _ in range(2)]
    async with by_business() as client:
        paid = await client.post("/v1/payments", json={"customer_id": ada.id, "amount": euros(5000)})
        path = f"/v1/payments/{paid.json()['id']}/reverse"
        answers = await asyncio.gather(*(client.post(path, json={"reason": "returned"}) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    (back,) = [each.json() for each in answers if each.status_code == 200]
    assert [each["open"] for each in back["invoices"]] == [euros(2420)] * 2
    reopened = [event.subject for event in await announced(database) if event.type == "invoice.reopened"]
    assert sorted(reopened) == sorted(order.invoice_id for order in orders)
    reversals = [entry for occasion, entry in await booked() if occasion == "payment_reversed"]
    assert [(entry["cash"], entry["customer_balance"]) for entry in reversals] == [(-5000, 160)]


async def test_one_that_was_recorded_for_an_invoice_is_taken_back_and_collected(
    database: Database, by_business: Any, an_order: AnOrder, booked: Booked
) -> None:
    order = await an_order(collection=Collection.AUTOMATIC, due_days=0)
    async with by_business() as client:
        body = {"amount": euros(2420)}
        paid = await client.post(f"/v1/invoices/{order.invoice_id}/payments", json=body)
        back = await client.post(f"/v1/payments/{paid.json()['id']}/reverse", json={"reason": "a mistake"})
    assert back.json()["invoices"][0]["open"] == euros(2420)
    assert (await booked())[-1] == ("payment_reversed", {"cash": -2420, "receivable": 2420})
    async with database.work(an_origin()) as work:
        collecting = await Collectings(work.session).find_for_update(work.scope, order.invoice_id)
    assert collecting is not None
    assert collecting.retried_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": euros(0)}, (422, "payment_not_positive")),
        ({"amount": euros(-1)}, (422, "payment_not_positive")),
        ({"amount": euros(1_000_000_000_000)}, (422, "amount_too_large")),
        ({"amount": {"amount": 1.5, "currency": "EUR"}}, (422, "amount_too_precise")),
        ({"amount": {"amount": 1, "currency": "XXX"}}, (422, "unknown_currency")),
        ({"amount": {"amount": 1, "currency": "JPY"}}, (409, "payment_currency_differs")),
        ({"received_at": "2027-01-01T00:00:00Z"}, (422, "payment_in_future")),
        ({"customer_id": "cus_nobody"}, (404, "not_found")),
        ({"invoices": ["inv_nobody"]}, (404, "not_found")),
        ({"invoices": ["{others}"]}, (409, "invoice_of_other_customer")),
        ({"invoices": ["{elsewhere}"]}, (404, "not_found")),
        ({"invoices": ["{void}"]}, (409, "invoice_void")),
        ({"invoices": ["{own}", "{paid}"]}, (409, "invoice_already_paid")),
    ],
)
async def test_what_is_refused_changes_nothing(
    by_business: Any,
    a_customer: ACustomer,
    an_order: AnOrder,
    stored: Stored,
    changes: dict[str, Any],
    refusal: tuple[int, str],
) -> None:
    ada = await a_customer()
    own, paid, void = [(await an_order(ada)).invoice_id for _ in range(3)]
    ids = {
        "{own}": own,
        "{paid}": paid,
        "{void}": void,
        "{others}": (await an_order(await a_customer("bob@example.com"))).invoice_id,
        "{elsewhere}": (await an_order(await a_customer(business_id=CONTOSO))).invoice_id,
    }
    async with by_business() as client:
        await client.post(f"/v1/invoices/{void}/void")
        await client.post(f"/v1/invoices/{paid}/payments", json={"amount": euros(2420)})
        before = await stored()
        body = {"customer_id": ada.id, "amount": euros(2420), "invoices": [own]} | changes
        body["invoices"] = [ids.get(each, each) for each in body["invoices"]]
        answer = await client.post("/v1/payments", json=body)
    assert (answer.status_code, answer.json()["code"]) == refusal
    assert await stored() == before


async def test_yen_have_no_cents(
    by_business: Any,
    a_customer: ACustomer,
    an_order: AnOrder,
    a_sale_line: Callable[..., SaleLine],
    balance: Any,
) -> None:
    ada = await a_customer()
    await an_order(ada, lines=[a_sale_line(unit_amount=Money(1000, "JPY"))])
    async with by_business() as client:
        body = {"customer_id": ada.id, "amount": {"amount": 3000, "currency": "jpy"}}
        paid = (await client.post("/v1/payments", json=body)).json()
    assert (paid["surplus"]["amount"], paid["invoices"][0]["status"]) == (580, "paid")
    assert await balance(ada.id) == [{"amount": 580, "currency": "JPY"}]


@pytest.mark.parametrize("business_id", [CONTOSO, None])
async def test_nobody_takes_back_what_they_did_not_record(
    by_business: Any, a_customer: ACustomer, stored: Stored, business_id: str | None
) -> None:
    ada = await a_customer()
    async with by_business() as client:
        body = {"customer_id": ada.id, "amount": euros(100)}
        payment_id = (await client.post("/v1/payments", json=body)).json()["id"]
    before = await stored()
    async with by_business(business_id) if business_id else by_business() as client:
        path = payment_id if business_id else "rpay_nobody"
        answer = await client.post(f"/v1/payments/{path}/reverse", json={"reason": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await stored() == before
