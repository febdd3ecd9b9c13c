"""Drafts of invoices: made, changed, dropped, made final."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

LAMP = {"description": "Desk lamp", "quantity": 2, "unit_amount": 1000, "currency": "EUR"}
CHAIR = {"description": "Chair", "quantity": 1, "unit_amount": 5000, "currency": "EUR"}


@pytest.fixture
def a_draft(by_business: Client, a_customer: ACustomer) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Makes a draft over €24.20 for Ada."""

    async def make(**more: Any) -> dict[str, Any]:
        ada = await a_customer()
        body = {"customer_id": ada.id, "lines": [LAMP], "draft": True} | more
        async with by_business() as client:
            answer = await client.post("/v1/invoices", json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return make


async def test_a_draft_has_no_number_and_is_nobody_s_debt(
    by_business: Client, by_customer: Client, a_draft: Any, database: Database, stored: Stored
) -> None:
    draft = await a_draft(due_days=30)
    euros = [{"amount": amount, "currency": "EUR"} for amount in (2000, 420, 2420)]
    assert (draft["status"], draft["number"], draft["due_days"]) == ("draft", None, 30)
    assert [draft["subtotal"], draft["tax"], draft["total"]] == euros
    async with by_business() as client, by_customer(draft["customer_id"]) as ada:
        path = f"/v1/invoices/{draft['id']}"
        assert (await client.get(path)).json() == draft
        drafts = (await client.get("/v1/invoices?status=draft")).json()["data"]
        assert drafts == [{name: value for name, value in draft.items() if name != "lines"}]
        assert (await client.get("/v1/invoices?status=draft&customer_id=cus_none")).json()["data"] == []
        assert (await client.get("/v1/invoices")).json()["data"] == []
        assert (await ada.get(f"/customer/invoices/{draft['id']}")).status_code == 404
        assert (await ada.get("/customer/overview")).json()["counts"]["invoices"] == 0
    assert await announced(database) == []
    after = await stored()
    assert (after["number_series"], after["journal_entries"], after["papers"]) == ([], [], [])


async def test_it_is_changed_and_then_made_final_once(
    by_business: Client, a_draft: Any, database: Database, stored: Stored
) -> None:
    draft = await a_draft(due_days=30)
    path = f"/v1/invoices/{draft['id']}"
    async with by_business() as client:
        changed = (await client.patch(path, json={"lines": [LAMP, CHAIR]})).json()
        assert (changed["total"]["amount"], changed["due_days"]) == (8470, 30)
        assert [line["description"] for line in changed["lines"]] == ["Desk lamp", "Chair"]
        final = await client.post(f"{path}/finalize")
        assert final.status_code == 200, final.text
        invoice = final.json()
        assert (invoice["id"], invoice["number"], invoice["status"]) == (
            draft["id"],
            "NW-2026-00001",
            "open",
        )
        assert (invoice["open"]["amount"], invoice["due_on"]) == (8470, "2026-04-09")
        assert (await client.get(path)).json()["number"] == "NW-2026-00001"
        assert (await client.get("/v1/invoices?status=draft")).json()["data"] == []
        before = await stored()
        for method, where, body in (
            ("POST", f"{path}/finalize", None),
            ("PATCH", path, {"due_days": 1}),
            ("DELETE", path, None),
        ):
            refused = await client.request(method, where, json=body)
            assert (refused.status_code, refused.json()["code"]) == (409, "invoice_is_final")
    assert [event.type for event in await announced(database)] == ["invoice.finalized"]
    assert await stored() == before


async def test_one_that_is_dropped_leaves_no_gap(by_business: Client, a_draft: Any, stored: Stored) -> None:
    draft = await a_draft()
    path = f"/v1/invoices/{draft['id']}"
    async with by_business() as client:
        dropped = await client.delete(path)
        assert (dropped.status_code, dropped.json()["id"]) == (200, draft["id"])
        assert (await stored())["drafts"] == []
        assert [(await client.request(method, path)).status_code for method in ("GET", "DELETE")] == [404] * 2
        body = {"customer_id": draft["customer_id"], "lines": [LAMP]}
        assert (await client.post("/v1/invoices", json=body)).json()["number"] == "NW-2026-00001"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": []}, "no_lines"),
        ({"lines": [LAMP | {"currency": "EUX"}]}, "unknown_currency"),
        ({"lines": [LAMP | {"unit_amount": -1}]}, "negative_amount"),
        ({"lines": [LAMP] * 10_001}, "too_many_lines"),
        ({"customer_id": None}, "invalid"),
        ({"lines": None}, "invalid"),
        ({"number": "NW-1"}, "invalid"),
    ],
)
async def test_a_change_that_is_refused_changes_nothing(
    by_business: Client, a_draft: Any, stored: Stored, change: dict[str, Any], code: str
) -> None:
    draft = await a_draft()
    before = await stored()
    async with by_business() as client:
        refused = await client.patch(f"/v1/invoices/{draft['id']}", json=change)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await stored() == before


async def test_it_is_its_business_s_alone_and_goes_with_its_customer(
    by_business: Client, a_draft: Any, stored: Stored
) -> None:
    draft = await a_draft()
    path = f"/v1/invoices/{draft['id']}"
    before = await stored()
    async with by_business(CONTOSO) as other:
        answers = [
            await other.request(method, where, json={} if method == "PATCH" else None)
            for method, where in (
                ("GET", path),
                ("PATCH", path),
                ("DELETE", path),
                ("POST", f"{path}/finalize"),
            )
        ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert await stored() == before
    async with by_business() as client:
        assert (await client.post(f"/v1/customers/{draft['customer_id']}/anonymize")).status_code == 200
    assert (await stored())["drafts"] == []
