"""Collection cases and payment plans at their doors."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.advance_case import advance_case
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.note_payment_failed import note_payment_failed
from foyer_shared.contracts.payments import PaymentData, PaymentFailed
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from httpx import AsyncClient
from sqlalchemy import update

ByBusiness = Callable[..., AsyncClient]
ByCustomer = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

CASES, PLANS, SETTINGS = "/v1/collection-cases", "/v1/payment-plans", "/v1/collection-settings"
USUAL = {
    "opening": "off",
    "open_after_days": 14,
    "days_between_stages": 14,
    "plans_offered": False,
    "instalments": [2, 3, 6, 12],
    "plan_rule": None,
    "grace_days": 7,
}


@pytest_asyncio.fixture
async def overdue(
    database: Database,
    an_order: Callable[..., Awaitable[Order]],
    a_customer: Callable[..., Awaitable[Customer]],
) -> Order:
    """Ada's order over €24.20 of two months ago, whose invoice is overdue, with an account to pay it on."""
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(bank_account={"iban": "NL91ABNA0417164300"}))
    order = await an_order(await a_customer(), now=NOW - timedelta(days=60))
    await dun_everywhere(database, now=NOW)
    return order


@pytest_asyncio.fixture
async def case(by_business: ByBusiness, overdue: Order) -> dict[str, Any]:
    """Its case, opened by staff of a business that offers plans."""
    northwind = by_business()
    await northwind.put(SETTINGS, json={"opening": "by_staff", "plans_offered": True})
    answer = await northwind.post(CASES, json={"invoice_id": overdue.invoice_id})
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()
    return body


async def test_a_business_has_the_usual_settings_until_it_sets_its_own(by_business: ByBusiness) -> None:
    northwind = by_business()
    assert (await northwind.get(SETTINGS)).json() == USUAL
    own = {
        "opening": "automatic",
        "open_after_days": 30,
        "days_between_stages": None,
        "plans_offered": True,
        "instalments": [2, 3],
        "plan_rule": {"up_to": {"amount": 50_000, "currency": "EUR"}, "most_instalments": 3},
        "grace_days": 0,
    }
    assert (await northwind.put(SETTINGS, json=own)).json() == own
    assert (await northwind.get(SETTINGS)).json() == own
    assert (await by_business(CONTOSO).get(SETTINGS)).json() == USUAL


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"open_after_days": 0}, "case_days_out_of_range"),
        ({"instalments": [4]}, "instalments_unknown"),
        (
            {"plan_rule": {"up_to": {"amount": 0, "currency": "EUR"}, "most_instalments": 3}},
            "plan_rule_incomplete",
        ),
        (
            {"plan_rule": {"up_to": {"amount": 1, "currency": "XQQ"}, "most_instalments": 3}},
            "unknown_currency",
        ),
        ({"opening": "sometimes"}, "invalid"),
        ({"plans_offered": "yes"}, "invalid"),
    ],
)
async def test_settings_that_are_refused_change_nothing(
    by_business: ByBusiness, stored: Stored, body: dict[str, Any], code: str
) -> None:
    before = await stored()
    answer = await by_business().put(SETTINGS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await stored() == before


async def test_what_is_told_of_a_case(
    by_business: ByBusiness, by_customer: ByCustomer, case: dict[str, Any], overdue: Order
) -> None:
    nothing, amount = {"amount": 0, "currency": "EUR"}, {"amount": 2420, "currency": "EUR"}
    in_list = {
        "id": case["id"],
        "number": "NW-C-1001",
        "customer_id": overdue.customer_id,
        "invoice_id": overdue.invoice_id,
        "invoice_number": "NW-2026-00001",
        "status": "open",
        "stage": "friendly_reminder",
        "due_on": "2026-01-23",
        "days_overdue": 46,
        "amount": amount,
        "fees": nothing,
        "total": amount,
        "pay_by": None,
        "named_fees": None,
        "on_hold": False,
        "external": False,
        "payment_under_way": False,
        "plan": None,
        "opened_at": "2026-03-10T09:30:00Z",
        "settled_at": None,
        "outcome": None,
    }
    options = case.pop("plan_options")
    assert [len(option) for option in options] == [2, 3, 6, 12]
    assert options[1] == [
        {"number": 1, "due_on": "2026-03-17", "amount": {"amount": 806, "currency": "EUR"}},
        {"number": 2, "due_on": "2026-04-17", "amount": {"amount": 806, "currency": "EUR"}},
        {"number": 3, "due_on": "2026-05-17", "amount": {"amount": 808, "currency": "EUR"}},
    ]
    assert case == in_list | {
        "stages": ["friendly_reminder", "formal_notice", "fees_added", "final_warning"],
        "next_on": "2026-03-24",
        "notice_on": None,
        "fee_invoice_id": None,
        "hold_reason": None,
        "plan_offered": True,
        "transfer": {
            "amount": amount,
            "iban": "NL91ABNA0417164300",
            "bic": None,
            "holder": "Northwind B.V.",
            "reference": "NW-2026-00001",
            "instalment_due_on": None,
        },
    }
    northwind, ada = by_business(), by_customer(overdue.customer_id)
    assert (await northwind.get(CASES)).json() == {"data": [in_list], "next_cursor": None}
    assert (await northwind.get(f"{CASES}?status=settled")).json()["data"] == []
    assert (await northwind.get(f"{CASES}/{case['id']}")).json() == case | {"plan_options": options}
    assert (await ada.get("/customer/collection-cases")).json()["data"] == [in_list]
    assert (await ada.get(f"/customer/collection-cases/{case['id']}")).json()["number"] == "NW-C-1001"
    assert (await ada.get("/customer/overview")).json()["collection_cases"] == [in_list]
    invoice = (await ada.get(f"/customer/invoices/{overdue.invoice_id}")).json()
    assert invoice["collection_case_id"] == case["id"]
    assert (await ada.get("/customer/export")).json()["invoices"] == [invoice]
    await northwind.post(f"{CASES}/{case['id']}/settle")
    assert (await ada.get(f"/customer/invoices/{overdue.invoice_id}")).json()["collection_case_id"] == case[
        "id"
    ]


async def test_staff_take_it_on_hold_release_waive_and_settle_it(
    by_business: ByBusiness, by_customer: ByCustomer, case: dict[str, Any], overdue: Order
) -> None:
    northwind, path = by_business(), f"{CASES}/{case['id']}"
    notice = (await northwind.post(f"{path}/advance")).json()
    assert (notice["stage"], notice["pay_by"], notice["named_fees"]["amount"]) == (
        "formal_notice",
        "2026-03-24",
        4000,
    )
    early = await northwind.post(f"{path}/advance")
    assert (early.status_code, early.json()["code"]) == (409, "notice_still_runs")
    ada, own = by_customer(overdue.customer_id), f"/customer/invoices/{overdue.invoice_id}"
    assert (await ada.get(own)).json()["collection_standing"] is None
    held = (await northwind.post(f"{path}/hold", json={"reason": "dispute"})).json()
    invoice = (await ada.get(own)).json()
    assert (invoice["collection_standing"], invoice["transfer"]) == ("on_hold", None)
    assert (held["on_hold"], held["hold_reason"]) == (True, "dispute")
    assert (held["plan_offered"], held["plan_options"]) == (True, [])
    refused = await northwind.post(f"{path}/advance")
    assert (refused.status_code, refused.json()["code"]) == (409, "case_on_hold")
    assert (await northwind.post(f"{path}/release")).json()["on_hold"] is False
    assert (await northwind.post(f"{path}/release")).json()["code"] == "case_not_on_hold"
    assert (await northwind.post(f"{path}/waive")).json()["code"] == "no_costs_to_waive"
    settled = (await northwind.post(f"{path}/settle")).json()
    assert (settled["status"], settled["outcome"], settled["total"]["amount"]) == ("settled", "partial", 0)
    again = await northwind.post(f"{path}/settle")
    assert (again.status_code, again.json()["code"]) == (409, "case_settled")


async def test_a_customer_asks_for_a_plan_and_staff_answer(
    by_business: ByBusiness, by_customer: ByCustomer, case: dict[str, Any], overdue: Order
) -> None:
    northwind, ada = by_business(), by_customer(overdue.customer_id)
    path = f"/customer/collection-cases/{case['id']}/payment-plan"
    asked = await ada.post(path, json={"instalments": 3})
    assert asked.status_code == 201
    plan = asked.json()
    assert (plan["status"], plan["total"]["amount"], len(plan["instalments"])) == ("requested", 2420, 3)
    again = await ada.post(path, json={"instalments": 2})
    assert (again.status_code, again.json()["code"]) == (409, "payment_plan_already_there")
    assert (await northwind.get(f"{PLANS}?status=requested")).json()["data"] == [plan]
    declined = (await northwind.post(f"{PLANS}/{plan['id']}/decline", json={"reason": "Too long."})).json()
    assert (declined["status"], declined["decline_reason"]) == ("declined", "Too long.")
    twice = await northwind.post(f"{PLANS}/{plan['id']}/approve")
    assert (twice.status_code, twice.json()["code"]) == (409, "payment_plan_already_decided")
    second = (await ada.post(path, json={"instalments": 2})).json()
    approved = (await northwind.post(f"{PLANS}/{second['id']}/approve")).json()
    assert approved["status"] == "running"
    assert (await northwind.get(f"{PLANS}/{second['id']}")).json() == approved
    assert (await ada.get(f"/customer/payment-plans/{second['id']}")).json() == approved
    listed = (await ada.get("/customer/payment-plans")).json()["data"]
    assert sorted(each["id"] for each in listed) == sorted([plan["id"], second["id"]])
    shown = (await ada.get(f"/customer/collection-cases/{case['id']}")).json()
    assert (shown["plan"], shown["plan_options"]) == (approved, [])
    invoice = (await ada.get(f"/customer/invoices/{overdue.invoice_id}")).json()
    assert invoice["transfer"] == shown["transfer"]
    assert invoice["transfer"] == {
        "amount": {"amount": 1210, "currency": "EUR"},
        "iban": "NL91ABNA0417164300",
        "bic": None,
        "holder": "Northwind B.V.",
        "reference": "NW-2026-00001",
        "instalment_due_on": "2026-03-17",
    }
    assert invoice["instalment"] == {
        "number": 1,
        "of": 2,
        "due_on": "2026-03-17",
        "amount": {"amount": 1210, "currency": "EUR"},
        "automatic": False,
    }
    assert (await ada.get("/customer/export")).json()["invoices"] == [invoice]
    (at_a_glance,) = (await ada.get("/customer/overview")).json()["collection_cases"]
    assert at_a_glance["plan"] == approved


async def test_nobody_transfers_an_instalment_that_is_charged(
    database: Database,
    by_business: ByBusiness,
    by_customer: ByCustomer,
    an_order: Callable[..., Awaitable[Order]],
    a_customer: Callable[..., Awaitable[Customer]],
    a_card_payment: Callable[..., PaymentData],
) -> None:
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(bank_account={"iban": "NL91ABNA0417164300"}))
    ordered = NOW - timedelta(days=60)
    order = await an_order(await a_customer(), now=ordered, collection=Collection.AUTOMATIC, due_days=0)
    northwind, ada = by_business(), by_customer(order.customer_id)

    async def fail(attempt: int, amount: int, *, now: datetime) -> None:
        paid = a_card_payment(f"pay_{attempt}", order.customer_id, {order.invoice_id: amount})
        payment = paid.model_copy(update={"attempt": attempt})
        async with database.work(an_origin(now=now)) as work:
            failed = PaymentFailed(payment=payment, severity="hard", code="stolen_card")
            await note_payment_failed(work, failed)

    async def next_one() -> tuple[int, int, bool]:
        found = (await ada.get(f"/customer/invoices/{order.invoice_id}")).json()["instalment"]
        return found["number"], found["amount"]["amount"], found["automatic"]

    async def transfers() -> list[Any]:
        case = (await ada.get(f"/customer/collection-cases/{case_id}")).json()
        invoice = (await ada.get(f"/customer/invoices/{order.invoice_id}")).json()
        export = (await ada.get("/customer/export")).json()
        assert (export["invoices"], export["collection_cases"]) == ([invoice], [case])
        return [case["transfer"], invoice["transfer"]]

    await fail(1, 2420, now=ordered)
    await dun_everywhere(database, now=ordered + timedelta(days=7))
    await northwind.put(SETTINGS, json={"opening": "by_staff", "plans_offered": True})
    case_id = (await northwind.post(CASES, json={"invoice_id": order.invoice_id})).json()["id"]
    assert [each["amount"]["amount"] for each in await transfers()] == [2420, 2420]
    plan = (
        await ada.post(f"/customer/collection-cases/{case_id}/payment-plan", json={"instalments": 2})
    ).json()
    assert [each["amount"]["amount"] for each in await transfers()] == [2420, 2420]
    await northwind.post(f"{PLANS}/{plan['id']}/approve")
    assert await transfers() == [None, None]
    assert await next_one() == (1, 1210, True)
    # Nor while it is charged; what was charged in vain is the customer's to pay.
    due = NOW + timedelta(days=7)
    await dun_everywhere(database, now=due)
    assert await transfers() == [None, None]
    await fail(2, 1210, now=due)
    assert [(each["amount"]["amount"], each["instalment_due_on"]) for each in await transfers()] == [
        (1210, "2026-03-17"),
        (1210, "2026-03-17"),
    ]
    assert await next_one() == (1, 1210, False)


async def test_once_only_costs_are_open_a_transfer_names_their_invoice(
    database: Database, by_business: ByBusiness, by_customer: ByCustomer, case: dict[str, Any], overdue: Order
) -> None:
    for now in (NOW, NOW + timedelta(days=20)):
        async with database.work(an_origin(now=now)) as work:
            await advance_case(work, case["id"])
    ada, path = by_customer(overdue.customer_id), f"/customer/collection-cases/{case['id']}"
    both = (await ada.get(path)).json()
    assert (both["transfer"]["amount"]["amount"], both["transfer"]["reference"]) == (6420, "NW-2026-00001")
    paid = {"amount": {"amount": 2420, "currency": "EUR"}}
    await by_business().post(f"/v1/invoices/{overdue.invoice_id}/payments", json=paid)
    costs = (await ada.get(path)).json()["transfer"]
    assert (costs["amount"]["amount"], costs["reference"]) == (4000, "NW-2026-00002")
    assert (await ada.get(f"/customer/invoices/{both['fee_invoice_id']}")).json()["transfer"] == costs


async def test_what_others_collect_is_paid_to_nobody_here(
    database: Database, by_customer: ByCustomer, case: dict[str, Any], overdue: Order
) -> None:
    for day in (0, 20, 40, 60):
        async with database.work(an_origin(now=NOW + timedelta(days=day))) as work:
            await advance_case(work, case["id"])
    ada = by_customer(overdue.customer_id)
    invoice = (await ada.get(f"/customer/invoices/{overdue.invoice_id}")).json()
    assert (invoice["collection_standing"], invoice["transfer"]) == ("external", None)
    costs = (await ada.get(f"/customer/collection-cases/{case['id']}")).json()["fee_invoice_id"]
    invoice = (await ada.get(f"/customer/invoices/{costs}")).json()
    assert (invoice["collection_standing"], invoice["transfer"]) == ("external", None)


async def test_a_plan_is_offered_in_one_case(by_business: ByBusiness, case: dict[str, Any]) -> None:
    path = f"{CASES}/{case['id']}"
    withdrawn = (await by_business().patch(path, json={"plan_offered": False})).json()
    assert (withdrawn["plan_offered"], withdrawn["plan_options"]) == (False, [])
    assert (await by_business().patch(path, json={"plan_offered": None})).json()["plan_offered"] is True


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", CASES, {"invoice_id": "inv_none"}, 404, "not_found"),
        ("POST", CASES + "/{case}/hold", {"reason": "holiday"}, 422, "invalid"),
        ("POST", CASES + "/case_none/advance", None, 404, "not_found"),
        ("POST", PLANS + "/plan_none/approve", None, 404, "not_found"),
        ("POST", PLANS + "/plan_none/decline", {"reason": " "}, 422, "invalid"),
        ("PATCH", CASES + "/{case}", {}, 422, "invalid"),
    ],
)
async def test_what_is_refused_changes_nothing(
    by_business: ByBusiness,
    stored: Stored,
    case: dict[str, Any],
    method: str,
    path: str,
    body: Any,
    status: int,
    code: str,
) -> None:
    before = await stored()
    answer = await by_business().request(method, path.format(case=case["id"]), json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await stored() == before


@pytest.mark.parametrize(
    ("instalments", "status", "code"),
    [(4, 422, "instalments_not_offered"), ("3", 422, "invalid"), (0, 422, "instalments_not_offered")],
)
async def test_a_plan_that_is_refused_changes_nothing(
    by_customer: ByCustomer,
    stored: Stored,
    case: dict[str, Any],
    overdue: Order,
    instalments: Any,
    status: int,
    code: str,
) -> None:
    before = await stored()
    path = f"/customer/collection-cases/{case['id']}/payment-plan"
    answer = await by_customer(overdue.customer_id).post(path, json={"instalments": instalments})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await stored() == before


async def test_a_case_is_its_customer_s_alone(
    by_business: ByBusiness,
    by_customer: ByCustomer,
    a_customer: Callable[..., Awaitable[Customer]],
    case: dict[str, Any],
) -> None:
    eve = by_customer((await a_customer("eve@example.com")).id)
    own = f"/customer/collection-cases/{case['id']}"
    assert (await eve.get("/customer/collection-cases")).json()["data"] == []
    assert (await eve.get(own)).status_code == 404
    assert (await eve.post(f"{own}/payment-plan", json={"instalments": 3})).status_code == 404
    assert (await by_business(CONTOSO).get(f"{CASES}/{case['id']}")).status_code == 404
    assert (
        await by_business(scopes=["invoicing:read"]).post(f"{CASES}/{case['id']}/settle")
    ).status_code == 403
