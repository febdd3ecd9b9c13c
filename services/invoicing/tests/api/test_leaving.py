"""What customers take along, what is in the way of closing, and what anonymising leaves."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import Sale, SaleLine, Shipping
from foyer_invoicing.use_cases.follow_dispute import follow_dispute
from foyer_invoicing.use_cases.fulfill_order import fulfill_order
from foyer_invoicing.use_cases.note_payment_try import note_payment_try
from foyer_invoicing.use_cases.take_payment import take_payment
from foyer_invoicing.use_cases.write_off_invoice import write_off_invoice
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import DisputeData
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

ADDRESS = {"line1": "'t Huis 1", "postal_code": "1015 BA", "city": "Amsterdam", "country": "NL"}
SECRETS = ("O'Neill", "ada@example.com", "'t Huis", "123 4567", "NL004495445B01", "PO'17")


async def pay(client: AsyncClient, order: Order) -> None:
    """Record all that the order's invoice asks."""
    body = {"amount": {"amount": 2420, "currency": "EUR"}}
    answer = await client.post(f"/v1/invoices/{order.invoice_id}/payments", json=body)
    assert answer.status_code == 201, answer.text


async def test_the_export_holds_all_of_one_customer(
    by_business: Client, by_customer: Client, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer(name="Ada O'Neill")
    order = await an_order(ada)
    other = await an_order(await a_customer("eve@example.com"))
    fields = [
        {"key": "reference", "label": "Reference", "type": "text"},
        {"key": "score", "label": "Score", "type": "number", "shown": False},
    ]
    async with by_business() as client:
        await client.put("/v1/customer-fields", json={"custom_fields": fields})
        changes = {"billing_address": ADDRESS, "custom_fields": {"reference": "PO'17", "score": 4}}
        await client.patch(f"/v1/customers/{ada.id}", json=changes)
        await pay(client, order)
        given = {
            "invoice_id": order.invoice_id,
            "amount": {"amount": 420, "currency": "EUR"},
            "credit_to": "balance",
        }
        assert (await client.post("/v1/credit-notes", json=given)).status_code == 201
    async with by_customer(ada.id) as client:
        export = (await client.get("/customer/export")).json()
        assert export["orders"] == [(await client.get(f"/customer/orders/{order.id}")).json()]
        assert export["invoices"] == [(await client.get(f"/customer/invoices/{order.invoice_id}")).json()]
        notes = (await client.get("/customer/credit-notes")).json()["data"]
        assert [note["id"] for note in export["credit_notes"]] == [note["id"] for note in notes]
        assert [len(note["lines"]) for note in export["credit_notes"]] == [1]
        statement = (await client.get("/customer/balance")).json()
        assert (export["balances"], export["balance_changes"]) == (statement["balances"], statement["data"])
        assert export["balances"] == [{"amount": 420, "currency": "EUR"}]
        assert (export["collection_cases"], export["payment_plans"]) == ([], [])
        assert export["addresses"] == (await client.get("/customer/addresses")).json()["data"]
    assert (export["customer"]["name"], export["customer"]["email"]) == ("Ada O'Neill", "ada@example.com")
    assert export["customer"]["custom_fields"] == {"reference": "PO'17"}
    assert [payment["amount"]["amount"] for payment in export["invoices"][0]["payments"]] == [2420]
    assert other.id not in json.dumps(export)


@pytest.fixture
def blockers(by_customer: Client) -> Callable[[str], Awaitable[list[Any]]]:
    """What is in a customer's way: codes with amounts, or with the numbers of orders."""

    async def look(customer_id: str) -> list[Any]:
        async with by_customer(customer_id) as client:
            found = (await client.get("/customer/closing-blockers")).json()["blockers"]
        return [
            (one["code"], [each.get("amount") or each["number"] for each in one["amounts"] + one["orders"]])
            for one in found
        ]

    return look


@pytest.fixture
def close(service: Service, stored: Stored) -> Callable[[str], Awaitable[tuple[int, str | None]]]:
    """Closes a customer's account, as the portal does; what is refused changes nothing."""

    async def ask(customer_id: str) -> tuple[int, str | None]:
        before = await stored()
        async with client_for(service, a_caller("internal")) as portal:
            answer = await portal.post(f"/internal/customers/{customer_id}/close")
        assert answer.status_code == 200 or await stored() == before
        return answer.status_code, answer.json().get("code")

    return ask


async def test_a_payment_under_way_is_in_the_way_until_its_outcome_is_known(
    database: Database, an_order: AnOrder, a_card_payment: Any, blockers: Any, close: Any
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2000})
    async with database.work(an_origin()) as work:
        await note_payment_try(work, payment)
        await write_off_invoice(work, order.invoice_id)
    assert await blockers(order.customer_id) == [("payment_under_way", [2000])]
    assert await close(order.customer_id) == (409, "customer_has_payment_under_way")
    async with database.work(an_origin()) as work:
        await note_payment_try(work, payment, failure_code="card_declined")
    assert await blockers(order.customer_id) == []
    assert await close(order.customer_id) == (200, None)


async def test_a_dispute_is_in_the_way_until_it_is_decided(
    database: Database, an_order: AnOrder, a_card_payment: Any, blockers: Any, close: Any
) -> None:
    order = await an_order()
    dispute = DisputeData(
        dispute_id="dsp_1",
        payment_id="pay_1",
        customer_id=order.customer_id,
        amount=Amount(amount=2420, currency="EUR"),
    )
    async with database.work(an_origin()) as work:
        payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
        await take_payment(work, payment, fee=None)
        await fulfill_order(work, order.id)
        await follow_dispute(work, dispute, won=False)
    assert await blockers(order.customer_id) == [("open_dispute", [2420])]
    assert await close(order.customer_id) == (409, "customer_has_open_dispute")
    async with database.work(an_origin()) as work:
        await follow_dispute(work, dispute, won=True)
    assert await blockers(order.customer_id) == []
    assert await close(order.customer_id) == (200, None)


@pytest.mark.parametrize("sent", [False, True], ids=["of a product", "sent"])
async def test_an_order_is_in_the_way_until_it_is_delivered(
    by_business: Client,
    a_customer: ACustomer,
    a_product: Callable[..., Awaitable[str]],
    a_sale_line: Callable[..., SaleLine],
    an_order: AnOrder,
    blockers: Any,
    close: Any,
    sent: bool,
) -> None:
    ada = await a_customer()
    parcel = Shipping(label="Parcel", amount=Money(0, "EUR")) if sent else None
    line = a_sale_line() if sent else a_sale_line(product_id=await a_product())
    order = await an_order(ada, sale=Sale((line,), shipping=parcel))
    await an_order(await a_customer("eve@example.com"))
    async with by_business() as business:
        assert await blockers(ada.id) == [("open_invoices", [2420]), ("unfinished_orders", [order.number])]
        await pay(business, order)
        assert await blockers(ada.id) == [("unfinished_orders", [order.number])]
        assert await close(ada.id) == (409, "customer_has_unfinished_orders")
        assert (await business.post(f"/v1/orders/{order.id}/fulfill")).status_code == 200
    assert await blockers(ada.id) == []
    assert await close(ada.id) == (200, None)


async def test_a_paid_order_with_nothing_to_deliver_is_not_in_the_way(
    by_business: Client, a_customer: ACustomer, an_order: AnOrder, blockers: Any, close: Any
) -> None:
    ada = await a_customer()
    order = await an_order(ada)
    async with by_business() as business:
        assert await blockers(ada.id) == [("open_invoices", [2420]), ("unfinished_orders", [order.number])]
        await pay(business, order)
    assert await blockers(ada.id) == []
    assert await close(ada.id) == (200, None)


async def test_an_order_that_the_business_has_given_up_on_is_not_in_the_way(
    database: Database, an_order: AnOrder, blockers: Any
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        await write_off_invoice(work, order.invoice_id)
    assert await blockers(order.customer_id) == []


async def test_open_invoices_are_in_the_way(
    by_business: Client, by_customer: Client, a_customer: ACustomer, an_order: AnOrder, stored: Stored
) -> None:
    ada = await a_customer()
    order = await an_order(ada)
    before = await stored()
    async with by_customer(ada.id) as client, by_business() as business:
        owed = {"code": "open_invoices", "amounts": [{"amount": 2420, "currency": "EUR"}], "orders": []}
        waits = {"id": order.id, "number": order.number}
        assert (await client.get("/customer/closing-blockers")).json() == {
            "blockers": [owed, {"code": "unfinished_orders", "amounts": [], "orders": [waits]}],
            "documents_kept_until": "2033-12-31",
        }
        refused = await business.post(f"/v1/customers/{ada.id}/anonymize")
        assert (refused.status_code, refused.json()["code"]) == (409, "customer_has_open_invoices")
        assert await stored() == before
        await pay(business, order)
        await business.post(f"/v1/orders/{order.id}/fulfill")
        assert (await client.get("/customer/closing-blockers")).json()["blockers"] == []


async def test_anonymising_clears_who_it_was_and_keeps_the_documents(
    by_business: Client, a_customer: ACustomer, an_order: AnOrder, stored: Stored, database: Database
) -> None:
    ada = await a_customer(name="Ada O'Neill", company="O'Neill & Söhne", phone="+31 20 123 4567")
    order = await an_order(ada)
    path = f"/v1/customers/{ada.id}"
    async with by_business() as client:
        fields = [{"key": "reference", "label": "Reference", "type": "text"}]
        await client.put("/v1/customer-fields", json={"custom_fields": fields})
        changes = {
            "billing_address": ADDRESS,
            "vat_id": "NL004495445B01",
            "custom_fields": {"reference": "PO'17"},
        }
        await client.patch(path, json=changes)
        await pay(client, order)
        told = len(await announced(database))
        gone = await client.post(f"{path}/anonymize")
        assert gone.status_code == 200
        kept = gone.json()
        assert (kept["name"], kept["email"]) == ("Anonymised", f"{ada.id}@anonymised.invalid")
        assert (kept["country"], kept["anonymized_at"]) == ("NL", "2026-03-10T09:30:00Z")
        after = await stored()
        assert not [text for text in SECRETS if text in str(after["customers"]) + str(after["addresses"])]
        assert (await client.get(f"/v1/invoices/{order.invoice_id}")).json()["status"] == "paid"
        events = (await announced(database))[told:]
        assert [event.type for event in events] == ["customer.anonymized", "customer.updated"]
        assert {event.subjectversion for event in events} == {3}
        assert not [text for text in SECRETS if text in str([event.data for event in events])]

        again = await client.post(f"{path}/anonymize")
        changed = await client.patch(path, json={"name": "Ada"})
        assert (again.json(), changed.status_code) == (kept, 409)
        assert changed.json()["code"] == "customer_anonymized"
    assert await stored() == after


async def test_another_business_s_customer_is_not_anonymised(
    by_business: Client, a_customer: ACustomer, stored: Stored
) -> None:
    zoe = await a_customer("zoe@example.com", business_id=CONTOSO)
    before = await stored()
    async with by_business() as client:
        answer = await client.post(f"/v1/customers/{zoe.id}/anonymize")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await stored() == before


async def test_what_is_to_the_customer_s_credit_is_in_the_way_of_closing_alone(
    service: Service, by_business: Client, by_customer: Client, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    async with by_business() as business:
        credit = {"amount": {"amount": 300, "currency": "EUR"}, "reason": "Sorry"}
        given = await business.post(f"/v1/customers/{ada.id}/balance/adjustments", json=credit)
        assert given.status_code == 201, given.text
    before = await stored()
    async with by_customer(ada.id) as client, client_for(service, a_caller("internal")) as portal:
        assert (await client.get("/customer/closing-blockers")).json() == {
            "blockers": [{"code": "credit", "amounts": [{"amount": 300, "currency": "EUR"}], "orders": []}],
            "documents_kept_until": None,
        }
        refused = await portal.post(f"/internal/customers/{ada.id}/close")
    assert (refused.status_code, refused.json()["code"]) == (409, "customer_has_credit")
    assert await stored() == before


async def test_closing_anonymises_once_and_says_until_when_documents_stay(
    service: Service, by_business: Client, a_customer: ACustomer, an_order: AnOrder, stored: Stored
) -> None:
    ada = await a_customer(name="Ada O'Neill")
    order = await an_order(ada)
    path = f"/internal/customers/{ada.id}/close"
    before = await stored()
    async with client_for(service, a_caller("internal")) as portal:
        owes = await portal.post(path)
        assert (owes.status_code, owes.json()["code"]) == (409, "customer_has_open_invoices")
        assert await stored() == before
        async with by_business() as business:
            await pay(business, order)
            await business.post(f"/v1/orders/{order.id}/fulfill")
        closed = [await portal.post(path) for _ in range(2)]
        after = await stored()
    assert [(one.status_code, one.json()) for one in closed] == [
        (200, {"documents_kept_until": "2033-12-31"})
    ] * 2
    assert "O'Neill" not in str(after["customers"])
    for caller in (a_caller("customer", customer_id=ada.id), a_caller("business")):
        async with client_for(service, caller, "invoicing") as client:
            assert (await client.post(path)).status_code == 403
