"""The addresses that programs rely on: `/api` with a session, `/v1` with a key."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.system import Foyer, until

ADA = "ada@example.com"
SignIn = Callable[[str], httpx.Client]


@pytest.fixture
def sign_in(foyer_here: Foyer) -> Iterator[SignIn]:
    """Signs a person in by the mailed code and gives a client with their token."""
    clients: list[httpx.Client] = []

    def make(email: str) -> httpx.Client:
        before = foyer_here.count(email, "sign_in_code")
        client = httpx.Client(base_url=foyer_here.url, timeout=10)
        clients.append(client)
        assert client.post("/api/sign-in", json={"email": email}).status_code == httpx.codes.ACCEPTED
        mail = foyer_here.wait_for_mail(email, "sign_in_code", more_than=before)
        token = client.post("/api/sign-in/code", json={"email": email, "code": mail["code"]})
        client.headers["Authorization"] = f"Bearer {token.raise_for_status().json()['token']}"
        client.cookies.clear()
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def business(foyer_here: Foyer, data_dir: Path) -> Iterator[httpx.Client]:
    """A program of Northwind's."""
    key = (data_dir / "keys" / "demo_api.key").read_text()
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=foyer_here.url, headers=headers, timeout=10) as client:
        yield client


def made(answer: httpx.Response) -> dict[str, Any]:
    """The document of a 201."""
    assert answer.status_code == httpx.codes.CREATED, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_home(sign_in: SignIn) -> None:
    client = sign_in(ADA)
    home = client.get("/api/home").json()
    assert home["counts"] == {"orders": 7, "invoices": 24, "subscriptions": 3}
    assert sorted(one["status"] for one in home["subscriptions"]) == ["active", "paused", "trialing"]
    assert [(one["status"], one["open"]["amount"]) for one in home["open_invoices"]] == [
        ("unpaid", 12100),
        ("unpaid", 1210),
    ]
    magazine = [one for one in home["open_tickets"] if one["subject"].startswith("Can I get the magazine")]
    assert [one["status"] for one in magazine] == ["open"]
    assert len(home["orders"]) == 5
    assert {name: part["fresh"] for name, part in home["parts"].items()} == dict.fromkeys(
        ("subscriptions", "invoicing", "payments", "support", "notifications"), True
    )


def test_the_statuses_of_a_pause(sign_in: SignIn) -> None:
    ada = sign_in(ADA)
    studio = next(one for one in ada.get("/api/subscriptions").json()["data"] if one["name"] == "Studio")
    path = f"/api/subscriptions/{studio['id']}"
    in_three_weeks = (datetime.now(UTC) + timedelta(days=21)).date().isoformat()

    assert httpx.get(f"{ada.base_url}{path}").status_code == httpx.codes.UNAUTHORIZED
    assert ada.get("/api/subscriptions/sub_none").status_code == httpx.codes.NOT_FOUND
    for wrong, field in (
        ({"resumes_at": "2020-01-01T00:00:00Z"}, "resumes_at"),
        ({"resumes_at": "2099-01-01"}, "resumes_at"),
        ({"resume_at": in_three_weeks}, "resume_at"),
        ({"when": "later"}, "when"),
    ):
        refused = ada.post(f"{path}/pause", json=wrong)
        assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        problem = refused.json()
        assert field in {problem.get("field"), *(one["field"] for one in problem.get("errors", []))}
    assert ada.get(path).json()["status"] == "active"

    planned = ada.post(f"{path}/pause", json={"when": "period_end"}).json()
    (change,) = planned["pending_changes"]
    assert (planned["status"], change["kind"]) == ("active", "pause")
    assert ada.post(f"{path}/pause", json={}).json()["code"] == "pause_already_scheduled"
    withdrawn = ada.delete(f"{path}/pending-changes/{change['id']}").json()
    assert withdrawn["pending_changes"] == []

    paused = ada.post(f"{path}/pause", json={"resumes_at": in_three_weeks}, headers={"Idempotency-Key": "a"})
    again = ada.post(f"{path}/pause", json={"resumes_at": in_three_weeks}, headers={"Idempotency-Key": "a"})
    assert (paused.json()["status"], again.json()) == ("paused", paused.json())
    assert ada.post(f"{path}/pause", json={}).status_code == httpx.codes.CONFLICT
    assert ada.get("/api/home").json()["counts"]["subscriptions"] == 3
    assert ada.post(f"{path}/resume").json()["status"] == "active"


def test_roles_and_other_customers(sign_in: SignIn) -> None:
    member = sign_in("mary@engines.example")
    found = member.get("/api/subscriptions").json()["data"]
    assert sorted(one["name"] for one in found) == ["Care contract", "Domain name", "Rendering", "Studio"]
    studio = next(one for one in found if one["name"] == "Studio")
    refused = member.post(f"/api/subscriptions/{studio['id']}/pause", json={})
    assert (refused.status_code, refused.json()["code"]) == (httpx.codes.FORBIDDEN, "not_allowed")
    foreign = sign_in(ADA).post(f"/api/subscriptions/{studio['id']}/pause", json={})
    assert foreign.status_code == httpx.codes.NOT_FOUND
    manager = sign_in("luigi@engines.example")
    domain = next(one for one in found if one["name"] == "Domain name")
    not_offered = manager.post(f"/api/subscriptions/{domain['id']}/pause", json={})
    assert (not_offered.status_code, not_offered.json()["code"]) == (
        httpx.codes.FORBIDDEN,
        "pause_not_offered",
    )
    assert {one["status"] for one in member.get("/api/subscriptions").json()["data"]} == {"active"}


def test_an_invoice_only_customer_and_a_past_due_one(sign_in: SignIn) -> None:
    grace = sign_in("grace@example.com").get("/api/home").json()
    assert grace["counts"] == {"orders": 0, "invoices": 4, "subscriptions": 0}
    katherine = sign_in("katherine@example.com").get("/api/home").json()
    assert [one["status"] for one in katherine["subscriptions"]] == ["past_due"]
    assert [one["status"] for one in katherine["open_invoices"]] == ["overdue"]


def test_from_customer_to_ticket_by_key(business: httpx.Client, sign_in: SignIn, foyer_here: Foyer) -> None:
    email = f"new{datetime.now(UTC):%H%M%S%f}@example.org"
    customer = made(business.post("/v1/customers", json={"email": email, "name": "Zoë O'Neil"}))
    person = sign_in(email)
    assert person.get("/api/home").json()["counts"] == {"orders": 0, "invoices": 0, "subscriptions": 0}

    product = made(
        business.post("/v1/products", json={"name": "Gym", "self_service": {"allow_pause": False}})
    )
    price = made(
        business.post(
            "/v1/prices",
            json={"product_id": product["id"], "amount": 1999, "currency": "EUR", "interval": "month"},
        )
    )
    body = {"customer_id": customer["id"], "items": [{"price_id": price["id"], "quantity": 1}]}
    assert made(business.post("/v1/subscriptions", json=body))["status"] == "pending_mandate"
    invoiced = made(business.post("/v1/subscriptions", json=body | {"collection": "invoice"}))
    assert invoiced["status"] == "active"
    invoice = until(
        lambda: next(iter(person.get("/api/invoices").json()["data"]), None), "the first period's invoice"
    )
    assert (invoice["status"], invoice["total"]["amount"]) == ("unpaid", 2419)
    refused = person.post(f"/api/subscriptions/{invoiced['id']}/pause", json={})
    assert (refused.status_code, refused.json()["code"]) == (httpx.codes.FORBIDDEN, "pause_not_offered")

    line = {"description": "Towel", "quantity": 2, "unit_amount": 500, "currency": "EUR"}
    order = made(business.post("/v1/orders", json={"customer_id": customer["id"], "lines": [line]}))
    assert order["number"][-1].isdigit()
    negative = business.post(
        "/v1/orders", json={"customer_id": customer["id"], "lines": [line | {"unit_amount": -1}]}
    )
    assert negative.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    unknown = business.post("/v1/orders", json={"customer_id": "cus_none", "lines": [line]})
    assert unknown.status_code == httpx.codes.NOT_FOUND

    ticket = person.post(
        "/api/tickets", json={"subject": "Lockers", "category": "question", "text": "Are there any?"}
    )
    ticket_id = made(ticket)["id"]
    made(business.post(f"/v1/tickets/{ticket_id}/replies", json={"text": "Yes, on the left."}))
    replies = person.get(f"/api/tickets/{ticket_id}").json()["replies"]
    assert [reply["text"] for reply in replies] == ["Yes, on the left."]
    foyer_here.wait_for_mail(email, "ticket_replied")


def test_the_ready_text_says_how_to_go_on(foyer_here: Foyer) -> None:
    said = foyer_here.log.read_text()
    assert f"Foyer is ready at {foyer_here.url}" in said
    assert re.search(r"Bus +in-process", said)
    printed = re.search(r"API key +(foyer_sk_\S+)", said)
    assert printed
    for key in (printed[1], "foyer_sk_of_our_own"):
        answer = httpx.get(f"{foyer_here.url}/v1/customers", headers={"Authorization": f"Bearer {key}"})
        assert answer.status_code == 200


def test_a_customer_of_one_business_is_unknown_at_the_other(foyer_here: Foyer, sign_in: SignIn) -> None:
    grace = "grace@example.com"
    before = foyer_here.count(grace, "sign_in_code")
    contoso = {"Host": f"contoso.localhost:{httpx.URL(foyer_here.url).port}"}
    asked = httpx.post(f"{foyer_here.url}/api/sign-in", json={"email": grace}, headers=contoso)
    assert asked.status_code == httpx.codes.ACCEPTED
    sign_in("luigi@engines.example")  # A mail that was asked for later has come.
    assert foyer_here.count(grace, "sign_in_code") == before


def test_a_session_of_one_business_is_none_at_the_other(foyer_here: Foyer, sign_in: SignIn) -> None:
    client = sign_in(ADA)
    contoso = {"Host": f"contoso.localhost:{client.base_url.port}"}
    assert client.get("/api/home").status_code == httpx.codes.OK
    assert client.get("/api/home", headers=contoso).status_code == httpx.codes.UNAUTHORIZED


def test_a_key_that_nobody_made_is_refused(foyer_here: Foyer) -> None:
    headers = {"Authorization": "Bearer foyer_sk_guess"}
    assert httpx.get(f"{foyer_here.url}/v1/customers", headers=headers).status_code == 401
    assert httpx.get(f"{foyer_here.url}/v1/customers").status_code == 401


def test_an_unknown_address_gets_the_same_answer_and_no_mail(foyer_here: Foyer) -> None:
    answers = [
        httpx.post(f"{foyer_here.url}/api/sign-in", json={"email": email})
        for email in ("katherine@example.com", "nobody@example.com")
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].text == answers[1].text
    assert foyer_here.mails("nobody@example.com") == []
