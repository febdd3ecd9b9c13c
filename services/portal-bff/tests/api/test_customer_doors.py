"""The portal's JSON API: what it asks of the services, and what it answers."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.storage.rows import AuditRow
from foyer_portal_bff.use_cases.record_event import record_event
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, an_origin
from sqlalchemy import select
from sqlmodel import col

SUBSCRIPTION = {
    "id": "sub_1",
    "name": "Studio",
    "status": "active",
    "amount": {"amount": 2900, "currency": "EUR"},
    "interval": "month",
    "collection": "automatic",
    "started_at": "2026-03-01T00:00:00Z",
    "current_period_start": "2026-03-01T00:00:00Z",
    "current_period_end": "2026-04-01T00:00:00Z",
    "actions": ["pause"],
    "something_new": True,
}
NO_IDS = ("no-such-one", "0198c1d2-7b7e-7000-8000-000000000000", "%3F", "a%23b", "%2e%2e", "%00", "é")
PAUSE = "POST /customer/subscriptions/sub_1/pause"


async def test_home_has_the_counts_and_says_how_fresh_each_part_is(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    overview = {"active_count": 1, "subscriptions": [SUBSCRIPTION]}
    services.answer("subscriptions", "GET /customer/overview", overview)
    services.away.add("support")
    home = (await ada_client.get("/api/home")).json()
    assert home["customer"] == {"id": ADA, "name": "Ada Lovelace", "role": "owner"}
    assert home["counts"] == {"orders": 7, "invoices": 24, "subscriptions": 1}
    assert [one["id"] for one in home["subscriptions"]] == ["sub_1"]
    assert home["subscriptions"][0]["actions"] == []
    assert (home["orders"], home["open_invoices"], home["open_tickets"]) == ([], [], [])
    assert home["collection_cases"] == []
    assert sorted(home["parts"]) == ["invoicing", "notifications", "payments", "subscriptions", "support"]
    assert home["parts"]["support"] == {"fresh": False, "as_of": None}
    assert home["parts"]["payments"]["fresh"] is True


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({}, {}),
        ({"resumes_at": "2026-05-01T00:00:00Z"}, {"resumes_at": "2026-05-01T00:00:00Z"}),
        ({"resumes_at": "2026-05-01"}, {"resumes_at": "2026-04-30T22:00:00Z"}),
        ({"when": "period_end"}, {"when": "period_end"}),
    ],
)
async def test_a_pause_is_passed_on_with_its_day_in_the_businesss_zone(
    ada_client: httpx.AsyncClient, services: Any, asked: dict[str, str], sent: dict[str, str]
) -> None:
    services.answer("subscriptions", PAUSE, {**SUBSCRIPTION, "status": "paused"})
    answer = await ada_client.post("/api/subscriptions/sub_1/pause", json=asked)
    assert (answer.status_code, answer.json()["status"]) == (200, "paused")
    (call,) = services.calls
    assert call.body == sent
    assert (call.caller.surface, call.caller.customer_id) == ("customer", ADA)
    assert call.caller.request_id == answer.headers["x-request-id"]
    assert call.headers["idempotency-key"].startswith("idk_")


VISA = {"id": "pm_1", "kind": "card", "label": "Visa ···4242", "is_default": True, "holder": "Ada"}
SPARE = {"id": "pm_2", "kind": "card", "label": "Visa ···1111"}
PAYING = {"id": "pm_1", "kind": "card", "label": "Visa ···4242"}


@pytest.mark.parametrize(
    ("changes", "methods", "paying"),
    [
        ({}, [SPARE, VISA], PAYING),
        ({}, [SPARE], None),
        ({"collection": "invoice"}, [VISA], None),
        ({"status": "canceled"}, [VISA], None),
    ],
)
async def test_a_subscription_names_the_method_that_pays(
    ada_client: httpx.AsyncClient,
    services: Any,
    changes: dict[str, str],
    methods: list[dict[str, Any]],
    paying: dict[str, str] | None,
) -> None:
    services.answer("subscriptions", "GET /customer/subscriptions/sub_1", SUBSCRIPTION | changes)
    services.answer("payments", "GET /customer/overview", {"methods": methods})
    one = (await ada_client.get("/api/subscriptions/sub_1")).json()
    assert (one["id"], one["payment_method"]) == ("sub_1", paying)


async def test_without_payments_a_subscription_is_shown_without_its_method(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    services.answer("subscriptions", "GET /customer/subscriptions/sub_1", SUBSCRIPTION)
    services.away.add("payments")
    answer = await ada_client.get("/api/subscriptions/sub_1")
    assert (answer.status_code, answer.json()["payment_method"]) == (200, None)


async def test_the_callers_own_idempotency_key_is_passed_on(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    services.answer("subscriptions", PAUSE, SUBSCRIPTION)
    await ada_client.post("/api/subscriptions/sub_1/pause", headers={"Idempotency-Key": "mine"})
    assert services.calls[0].headers["idempotency-key"] == "mine"


async def test_an_idempotency_key_that_is_none_reaches_nobody(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    headers = {b"Idempotency-Key": "é".encode("latin-1")}
    answer = await ada_client.post("/api/subscriptions/sub_1/pause", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_idempotency_key")
    assert services.calls == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"resumes_at": "soon"}, "resumes_at"),
        ({"resumes_at": "0001-01-01"}, "resumes_at"),
        ({"resumes_at": "9999-12-31"}, "resumes_at"),
        ({"resumes_at": "0001-01-01T00:00:00+01:00"}, "resumes_at"),
        ({"until": "2026-05-01"}, "until"),
    ],
)
async def test_a_pause_that_makes_no_sense_reaches_nobody(
    ada_client: httpx.AsyncClient, services: Any, asked: dict[str, str], field: str
) -> None:
    answer = await ada_client.post("/api/subscriptions/sub_1/pause", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert field in answer.text
    assert services.calls == []


async def test_a_refusal_comes_back_as_it_is_and_is_written_down(
    ada_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    problem = {"code": "already_paused", "detail": "It is paused already.", "field": "when"}
    services.answer("subscriptions", PAUSE, problem, status=409)
    answer = await ada_client.post("/api/subscriptions/sub_1/pause", json={})
    assert answer.status_code == 409
    assert {name: answer.json()[name] for name in problem} == problem
    async with database.session() as session:
        which = col(AuditRow.request_id) == answer.headers["x-request-id"]
        (entry,) = await session.scalars(select(AuditRow).where(which))
    assert (entry.action, entry.target, entry.outcome) == ("pause_subscription", "sub_1", "already_paused")


async def test_a_customer_reads_their_own_write(ada_client: httpx.AsyncClient, services: Any) -> None:
    services.answer("subscriptions", PAUSE, SUBSCRIPTION)
    await ada_client.get("/api/home")
    await ada_client.post("/api/subscriptions/sub_1/pause", json={})
    services.calls.clear()
    await ada_client.get("/api/home")
    assert [call.service for call in services.calls] == ["subscriptions"]


async def test_a_service_that_is_away_is_503(ada_client: httpx.AsyncClient, services: Any) -> None:
    services.away.add("invoicing")
    answer = await ada_client.get("/api/invoices")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "retry-after" in answer.headers


async def test_what_is_anothers_is_not_found(ada_client: httpx.AsyncClient) -> None:
    answer = await ada_client.get("/api/subscriptions/sub_of_somebody")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "subscriptions/{}"),
        ("POST", "subscriptions/{}/pause"),
        ("POST", "subscriptions/{}/resume"),
        ("DELETE", "subscriptions/{}/pending-changes/chg_1"),
        ("DELETE", "subscriptions/sub_1/pending-changes/{}"),
        ("GET", "invoices/{}"),
        ("GET", "orders/{}"),
        ("GET", "collection-cases/{}"),
        ("GET", "tickets/{}"),
        ("POST", "tickets/{}/close"),
        ("GET", "invoices/{}/refundable"),
        ("POST", "refund-requests/{}/withdraw"),
    ],
)
async def test_what_is_no_id_is_not_found_and_leads_nowhere_else(
    ada_client: httpx.AsyncClient, services: Any, method: str, path: str
) -> None:
    for what_is_no_id in NO_IDS:
        answer = await ada_client.request(method, f"/api/{path.format(what_is_no_id)}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert services.calls == []


@pytest.mark.parametrize("path", ["/api/invoices/..%2Fprofile", "/api/subscriptions/%2e%2e%2foverview"])
async def test_a_slash_in_an_id_leads_nowhere_else(
    ada_client: httpx.AsyncClient, services: Any, path: str
) -> None:
    assert (await ada_client.get(path)).status_code == 404
    assert services.calls == []


async def test_an_id_in_a_body_has_the_form_of_one(ada_client: httpx.AsyncClient) -> None:
    answer = await ada_client.post("/api/account", json={"customer_id": "no-such-one"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert (await ada_client.get("/api/home")).json()["customer"]["id"] == ADA


async def test_a_withdrawal_is_passed_on_with_its_idempotency_key(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    path = "/subscriptions/sub_1/pending-changes/chg_1"
    services.answer("subscriptions", f"DELETE /customer{path}", SUBSCRIPTION)
    for _ in range(2):
        answer = await ada_client.delete(f"/api{path}", headers={"Idempotency-Key": "mine"})
        assert (answer.status_code, answer.json()["id"]) == (200, "sub_1")
    await ada_client.delete(f"/api{path}")
    keys = [call.headers["idempotency-key"] for call in services.calls]
    assert keys[:2] == ["mine", "mine"]
    assert keys[2].startswith("idk_")


async def test_lists_pass_their_limit_cursor_and_filter_on(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    invoice = {
        "id": "inv_1",
        "number": "NW-1",
        "status": "paid",
        "issued_on": "2026-01-01",
        "due_on": "2026-01-15",
        "total": {"amount": 1210, "currency": "EUR"},
        "open": {"amount": 0, "currency": "EUR"},
    }
    services.answer("invoicing", "GET /customer/invoices", {"data": [invoice], "next_cursor": "next"})
    answer = await ada_client.get("/api/invoices?status=paid&limit=1&cursor=here")
    assert answer.json()["next_cursor"] == "next"
    assert answer.json()["data"][0]["total"] == {"amount": 1210, "currency": "EUR"}
    assert services.calls[0].query == {"status": "paid", "limit": "1", "cursor": "here"}
    assert (await ada_client.get("/api/invoices?limit=101")).status_code == 422


async def test_a_payment_plan_is_asked_for(ada_client: httpx.AsyncClient, services: Any) -> None:
    amount = {"amount": 1000, "currency": "EUR"}
    case = {
        "id": "case_1",
        "number": "NW-C-1001",
        "invoice_id": "inv_1",
        "invoice_number": "NW-1",
        "status": "open",
        "stage": "friendly_reminder",
        "due_on": "2026-02-01",
        "days_overdue": 30,
        "amount": amount,
        "fees": {"amount": 0, "currency": "EUR"},
        "total": amount,
        "on_hold": False,
        "external": False,
        "plan_options": [[{"number": 1, "due_on": "2026-03-08", "amount": amount}]],
    }
    plan = {
        "id": "plan_1",
        "status": "requested",
        "total": amount,
        "instalments": [{"number": 1, "due_on": "2026-03-08", "amount": amount}],
        "requested_at": "2026-03-01T00:00:00Z",
    }
    services.answer("invoicing", "GET /customer/collection-cases", {"data": [case], "next_cursor": None})
    services.answer("invoicing", "GET /customer/collection-cases/case_1", case)
    services.answer("invoicing", "POST /customer/collection-cases/case_1/payment-plan", plan, status=201)
    listed = (await ada_client.get("/api/collection-cases?limit=5")).json()["data"]
    assert [one["number"] for one in listed] == ["NW-C-1001"]
    one = (await ada_client.get("/api/collection-cases/case_1")).json()
    assert one["plan_options"] == case["plan_options"]
    asked = await ada_client.post("/api/collection-cases/case_1/payment-plan", json={"instalments": 2})
    assert (asked.status_code, asked.json()["status"]) == (201, "requested")
    assert services.calls[-1].body == {"instalments": 2}
    wrong = await ada_client.post("/api/collection-cases/case_1/payment-plan", json={"instalments": "2"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")


async def test_a_ticket_is_opened(ada_client: httpx.AsyncClient, services: Any) -> None:
    ticket = {"subject": "Where is it?", "category": "question", "text": "I cannot find it."}
    made = {"id": "tkt_1", "number": "T-1", "status": "open", "opened_at": "2026-03-01T00:00:00Z", **ticket}
    services.answer("support", "POST /customer/tickets", made, status=201)
    answer = await ada_client.post("/api/tickets", json=ticket)
    assert (answer.status_code, answer.json()["id"]) == (201, "tkt_1")
    assert services.calls[0].body == ticket


async def test_a_ticket_is_about_what_is_the_customer_s(ada_client: httpx.AsyncClient, services: Any) -> None:
    ticket = {"subject": "Where is it?", "category": "question", "text": "I cannot find it."}
    for field in ("subscription_id", "invoice_id", "order_id"):
        asked = await ada_client.post("/api/tickets", json=ticket | {field: f"{field[:3]}_of_another"})
        assert asked.status_code == 404
    assert [call for call in services.calls if call.method == "POST"] == []


async def test_a_ticket_is_answered_closed_and_opened_again(
    ada_client: httpx.AsyncClient, services: Any
) -> None:
    ticket = {
        "id": "tkt_1",
        "number": "T-1",
        "status": "open",
        "opened_at": "2026-03-01T00:00:00Z",
        "subject": "Where is it?",
        "category": "question",
    }
    for what, body, status in (
        ("replies", {"text": "  here\n"}, 201),
        ("close", None, 200),
        ("reopen", None, 200),
    ):
        services.answer("support", f"POST /customer/tickets/tkt_1/{what}", ticket, status=status)
        answer = await ada_client.post(f"/api/tickets/tkt_1/{what}", json=body)
        assert (answer.status_code, answer.json()["id"]) == (status, "tkt_1")
    assert services.calls[0].body == {"text": "  here\n"}
    assert (await ada_client.post("/api/tickets/tkt_1/replies", json={"text": ""})).status_code == 422


async def test_a_refund_is_asked_for_and_taken_back(ada_client: httpx.AsyncClient, services: Any) -> None:
    amount = {"amount": 1210, "currency": "EUR"}
    request = {
        "id": "rrq_1",
        "ticket_id": "tkt_1",
        "ticket_number": "T-1",
        "invoice_id": "inv_1",
        "invoice_number": "NW-1",
        "status": "requested",
        "reason": " Broken.",
        "asked": {"amount": amount, "whole": False, "lines": [{"line": 2, "quantity": 1}]},
        "requested_at": "2026-03-01T00:00:00Z",
    }
    refundable = {"invoice_id": "inv_1", "number": "NW-1", "left": amount, "lines": []}
    services.answer("support", "GET /customer/invoices/inv_1/refundable", refundable)
    services.answer("support", "POST /customer/invoices/inv_1/refund-requests", request, status=201)
    services.answer("support", "GET /customer/refund-requests", {"data": [request], "next_cursor": None})
    services.answer("support", "GET /customer/refund-requests/rrq_1", request)
    services.answer("support", "POST /customer/refund-requests/rrq_1/withdraw", request)
    path = "/api/invoices/inv_1/refund-request"

    assert (await ada_client.get("/api/invoices/inv_1/refundable")).json()["left"] == amount
    asked = await ada_client.post(path, json={"reason": " Broken.", "lines": [{"line": 2}]})
    assert (asked.status_code, asked.json()["asked"]) == (201, request["asked"])
    assert services.calls[-1].body == {"reason": " Broken.", "lines": [{"line": 2}]}
    await ada_client.post(path, json={"reason": "Broken.", "amount": amount})
    assert services.calls[-1].body == {"reason": "Broken.", "amount": amount, "lines": []}
    precise = amount | {"amount": 10.5}
    refused = await ada_client.post(path, json={"reason": "Broken.", "amount": precise})
    assert (refused.status_code, refused.json()["code"]) == (422, "amount_too_precise")
    listed = (await ada_client.get("/api/refund-requests?invoice_id=inv_1")).json()
    one = (await ada_client.get("/api/refund-requests/rrq_1")).json()
    assert listed == {"data": [one], "next_cursor": None}
    withdrawn = await ada_client.post("/api/refund-requests/rrq_1/withdraw")
    assert (withdrawn.status_code, withdrawn.json()["id"]) == (200, "rrq_1")


async def test_settings_change_in_part(ada_client: httpx.AsyncClient) -> None:
    theirs = {"email": "ada@example.com", "name": "Ada Lovelace", "theme": "system", "language": None}
    assert (await ada_client.get("/api/settings")).json() == theirs
    answer = await ada_client.patch("/api/settings", json={"theme": "dark"})
    assert answer.json() == {**theirs, "theme": "dark"}
    answer = await ada_client.patch("/api/settings", json={"language": "nl"})
    assert answer.json() == {**theirs, "theme": "dark", "language": "nl"}
    answer = await ada_client.patch("/api/settings", json={"language": None})
    assert answer.json() == {**theirs, "theme": "dark"}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"language": "tlh"}, "language_not_offered"), ({"theme": "loud"}, "invalid"), ({"font": 1}, "invalid")],
)
async def test_settings_that_do_not_exist_change_nothing(
    ada_client: httpx.AsyncClient, change: dict[str, Any], code: str
) -> None:
    before = (await ada_client.get("/api/settings")).json()
    answer = await ada_client.patch("/api/settings", json=change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await ada_client.get("/api/settings")).json() == before


async def test_history_comes_in_pages(
    ada_client: httpx.AsyncClient,
    database: Database,
    an_envelope: Callable[..., Envelope],
) -> None:
    for number in range(3):
        envelope = an_envelope("login.signed_in", {"way": "code"}, id=f"evt_{number}", source="/portal-bff")
        async with database.work(an_origin(customer_id=ADA)) as work:
            await record_event(work, envelope)
    first = (await ada_client.get("/api/history?limit=2")).json()
    assert [line["id"] for line in first["data"]] == ["evt_2", "evt_1"]
    assert first["data"][0]["actor"] == {"kind": "login", "name": None}
    assert first["data"][0]["details"] == {"way": "code"}
    rest = (await ada_client.get(f"/api/history?limit=2&cursor={first['next_cursor']}")).json()
    assert [line["id"] for line in rest["data"]] == ["evt_0"]
    assert rest["next_cursor"] is None
    assert (await ada_client.get("/api/history?subject=sub_2")).json()["data"] == []
    assert (await ada_client.get("/api/history?cursor=bm9uc2Vuc2U")).status_code == 422


async def test_a_login_with_two_customers_chooses(
    ada_client: httpx.AsyncClient, ada: Customer, database: Database
) -> None:
    company = Customer("cus_2", 1, NORTHWIND, "Analytical Engines", ada.email, None, "en")
    async with database.work(an_origin()) as work:
        await take_in_customer(work, company)
    accounts = (await ada_client.get("/api/accounts")).json()["data"]
    assert [account["customer_id"] for account in accounts] == [ADA, "cus_2"]
    once = {"Idempotency-Key": "switch"}
    answer = await ada_client.post("/api/account", json={"customer_id": "cus_2"}, headers=once)
    again = await ada_client.post("/api/account", json={"customer_id": "cus_2"}, headers=once)
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", answer.json())
    other = await ada_client.post("/api/account", json={"customer_id": ADA}, headers=once)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert answer.json() == {"customer_id": "cus_2", "name": "Analytical Engines", "role": "owner"}
    assert (await ada_client.get("/api/home")).json()["customer"]["id"] == "cus_2"
    assert (await ada_client.post("/api/account", json={"customer_id": "cus_3"})).status_code == 404


async def test_the_audit_has_one_row_for_each_command(
    ada_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    services.answer("subscriptions", PAUSE, SUBSCRIPTION)
    await ada_client.get("/api/home")
    await ada_client.post(
        "/api/subscriptions/sub_1/pause", json={}, headers={"User-Agent": "Firefox/1 Linux"}
    )
    await ada_client.patch("/api/settings", json={"theme": "dark"})
    async with database.session() as session:
        rows = await session.execute(
            select(col(AuditRow.action), col(AuditRow.device)).order_by(col(AuditRow.at))
        )
        assert [tuple(row) for row in rows] == [
            ("sign_in", "Firefox on Windows"),
            ("pause_subscription", "Firefox on Linux"),
            ("change_settings", "a program"),
        ]
