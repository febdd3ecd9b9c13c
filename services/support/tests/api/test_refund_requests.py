"""Customers ask the money of paid invoices back, and staff decide on it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.refundable import InvoicedLine
from foyer_support.storage.invoices import Invoices
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
Stored = Callable[..., Awaitable[str]]
PAID, OPEN = "inv_01jdm3z8x0f0g9v2s4t6w8y0a1", "inv_01jdm3z8x0f0g9v2s4t6w8y0a2"
GRACE = "cus_01jdgrace000e8000000000000"
ASK = f"/customer/invoices/{PAID}/refund-requests"
REASON = {"reason": "  It was *broken*."}


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


@pytest_asyncio.fixture(autouse=True)
async def _invoices(database: Database) -> None:
    """A paid one of three lamps for €36.30 and a box for €12.10, and one that is open."""
    lines = [
        InvoicedLine("Lamp", 3, Money(3000, "EUR"), Money(630, "EUR")),
        InvoicedLine("Box", 1, Money(1000, "EUR"), Money(210, "EUR")),
    ]
    async with database.work(an_origin()) as work:
        for invoice_id, paid in ((PAID, True), (OPEN, False)):
            invoices, total = Invoices(work.session), Money(4840, "EUR")
            await invoices.keep(
                work.scope, invoice_id, customer_id=ADA, number="NW-1", total=total, paid=paid, version=1
            )
            await invoices.keep_lines(work.scope, invoice_id, lines)


async def test_all_of_an_invoice_is_asked_back_and_opens_a_ticket(
    database: Database, by_customer: Client, by_business: Client
) -> None:
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        asked = await ada.post(ASK, json=REASON)
        request = asked.json()
        assert asked.status_code == 201
        assert request == {
            "id": request["id"],
            "customer_id": ADA,
            "ticket_id": request["ticket_id"],
            "ticket_number": "T-1001",
            "invoice_id": PAID,
            "invoice_number": "NW-1",
            "status": "requested",
            "reason": "  It was *broken*.",
            "asked": {"amount": eur(4840), "whole": True, "lines": []},
            "approved": None,
            "declined_because": None,
            "given_back": None,
            "refused_because": None,
            "requested_at": "2026-03-10T09:30:00Z",
            "decided_at": None,
            "version": 1,
        }
        assert (await ada.get(f"/customer/refund-requests/{request['id']}")).json() == request
        assert (await staff.get(f"/v1/refund-requests/{request['id']}")).json() == request
        assert (await ada.get(f"/customer/refund-requests?invoice_id={PAID}")).json()["data"] == [request]
        assert (await ada.get(f"/customer/refund-requests?invoice_id={OPEN}")).json()["data"] == []
        assert (await staff.get("/v1/refund-requests?status=requested")).json()["data"] == [request]
        assert (await staff.get("/v1/refund-requests?status=approved")).json()["data"] == []
        ticket = (await ada.get(f"/customer/tickets/{request['ticket_id']}")).json()
        staffs = (await staff.get(f"/v1/tickets/{request['ticket_id']}")).json()
    assert ticket["refund_request"] == staffs["refund_request"] == request
    assert (ticket["category"], ticket["invoice_id"], ticket["subject"], ticket["text"]) == (
        "refund",
        PAID,
        "Refund of invoice NW-1",
        "  It was *broken*.",
    )
    opened, told = await announced(database)
    assert (opened.type, opened.subject) == ("ticket.opened", ticket["id"])
    assert (told.type, told.subject, told.customerid) == ("refund_request.opened", request["id"], ADA)
    assert told.data["request"]["asked"] == {"amount": eur(4840), "whole": True, "lines": []}
    assert told.data["reason"] == "  It was *broken*."


async def test_the_page_is_told_what_can_come_back(
    database: Database, by_customer: Client, by_business: Client
) -> None:
    await credit(database, 1210, {1: 1})
    async with by_customer() as ada:
        answer = (await ada.get(f"/customer/invoices/{PAID}/refundable")).json()
    assert answer == {
        "invoice_id": PAID,
        "number": "NW-1",
        "left": eur(3630),
        "lines": [
            {"line": 1, "description": "Lamp", "quantity": 3, "left": 2, "amount": eur(2420)},
            {"line": 2, "description": "Box", "quantity": 1, "left": 1, "amount": eur(1210)},
        ],
    }


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"reason": " "}, 422, "text_malformed", "reason"),
        ({"amount": eur(0)}, 422, "refund_not_positive", "amount.amount"),
        ({"amount": eur(-1)}, 422, "refund_not_positive", "amount.amount"),
        ({"amount": {"amount": 10.5, "currency": "EUR"}}, 422, "amount_too_precise", "amount"),
        ({"amount": {"amount": 100, "currency": "USD"}}, 422, "refund_currency_differs", "amount.currency"),
        ({"amount": eur(3631)}, 409, "refund_above_rest", "amount.amount"),
        ({"amount": eur(1), "lines": [{"line": 1}]}, 422, "refund_amount_and_lines", "amount"),
        ({"lines": [{"line": 3}]}, 422, "refund_line_unknown", "lines.0.line"),
        ({"lines": [{"line": 0}]}, 422, "refund_line_unknown", "lines.0.line"),
        ({"lines": [{"line": 2}, {"line": 2}]}, 422, "refund_line_twice", "lines.1.line"),
        ({"lines": [{"line": 1, "quantity": 3}]}, 422, "refund_quantity_out_of_range", "lines.0.quantity"),
        ({"lines": [{"line": 1, "quantity": 0}]}, 422, "refund_quantity_out_of_range", "lines.0.quantity"),
    ],
)
async def test_what_cannot_come_back_is_refused(
    database: Database,
    by_customer: Client,
    stored: Stored,
    body: dict[str, Any],
    status: int,
    code: str,
    field: str,
) -> None:
    await credit(database, 1210, {1: 1})
    before = await stored()
    async with by_customer() as ada:
        refused = await ada.post(ASK, json=REASON | body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["field"] == field
    assert await stored() == before


async def test_what_is_not_paid_or_not_left_or_not_ones_own_is_refused(
    database: Database, by_customer: Client, stored: Stored
) -> None:
    await credit(database, 4840, {1: 3, 2: 1})
    before = await stored()
    async with (
        by_customer() as ada,
        by_customer(GRACE) as grace,
        by_customer(business_id=CONTOSO) as other,
    ):
        refused = [
            await ada.post(f"/customer/invoices/{OPEN}/refund-requests", json=REASON),
            await ada.get(f"/customer/invoices/{OPEN}/refundable"),
            await ada.post(ASK, json=REASON),
            await grace.post(ASK, json=REASON),
            await other.post(ASK, json=REASON),
            await grace.get(f"/customer/invoices/{PAID}/refundable"),
        ]
    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (409, "invoice_not_paid"),
        (409, "invoice_not_paid"),
        (409, "nothing_to_refund"),
        *[(404, "invoice_not_found")] * 3,
    ]
    assert await stored() == before


async def test_a_line_that_came_back_does_not_come_back_again(
    database: Database, by_customer: Client, stored: Stored
) -> None:
    await credit(database, 1210, {2: 1})
    async with by_customer() as ada:
        refused = await ada.post(ASK, json=REASON | {"lines": [{"line": 2}]})
        asked = await ada.post(ASK, json=REASON | {"lines": [{"line": 1, "quantity": 2}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_refund")
    assert asked.json()["asked"] == {
        "amount": eur(2420),
        "whole": False,
        "lines": [{"line": 1, "quantity": 2}],
    }


async def test_of_two_requests_at_once_one_is_made(by_customer: Client, by_business: Client) -> None:
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        answers = await asyncio.gather(*(ada.post(ASK, json=REASON) for _ in range(4)))
        assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
        assert {each.json()["code"] for each in answers if each.status_code == 409} == {"refund_request_open"}
        assert len((await staff.get("/v1/tickets")).json()["data"]) == 1


async def test_a_part_is_approved_once(database: Database, by_customer: Client, by_business: Client) -> None:
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        request = (await ada.post(ASK, json=REASON | {"amount": eur(2000)})).json()
        path = f"/v1/refund-requests/{request['id']}"
        above = await staff.post(f"{path}/approve", json={"amount": eur(2001)})
        assert (above.status_code, above.json()["code"]) == (409, "refund_above_request")
        approvals = [staff.post(f"{path}/approve", json={"lines": [{"line": 2}]}) for _ in range(3)]
        answers = await asyncio.gather(*approvals)
        assert sorted(each.status_code for each in answers) == [200, 409, 409]
        closed = [
            *(each for each in answers if each.status_code == 409),
            await staff.post(f"{path}/decline", json={"reason": "No."}),
            await ada.post(f"/customer/refund-requests/{request['id']}/withdraw"),
        ]
        assert {each.json()["code"] for each in closed} == {"refund_request_closed"}
        approved = (await staff.get(path)).json()
        ticket = (await ada.get(f"/customer/tickets/{request['ticket_id']}")).json()
        again = await ada.post(ASK, json=REASON)
    assert (approved["status"], approved["decided_at"], approved["version"]) == (
        "approved",
        "2026-03-10T09:30:00Z",
        2,
    )
    assert approved["approved"] == {
        "amount": eur(1210),
        "whole": False,
        "lines": [{"line": 2, "quantity": 1}],
    }
    assert [(step["status"], step["cause"]) for step in ticket["history"]] == [
        ("in_review", "refund_approved")
    ]
    assert again.json()["code"] == "refund_request_open"
    moved, told = (await announced(database))[2:]
    assert (moved.type, moved.data["by"]) == ("ticket.status_changed", "staff")
    assert (told.type, told.subject, told.subjectversion) == ("refund_request.approved", request["id"], 2)
    assert told.data["approved"] == approved["approved"]


async def test_one_is_approved_as_asked(by_customer: Client, by_business: Client) -> None:
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        request = (await ada.post(ASK, json=REASON)).json()
        approved = (await staff.post(f"/v1/refund-requests/{request['id']}/approve", json={})).json()
    assert approved["approved"] == request["asked"]


async def test_one_that_is_declined_tells_why_on_its_ticket(
    database: Database, by_customer: Client, by_business: Client
) -> None:
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        request = (await ada.post(ASK, json=REASON)).json()
        path = f"/v1/refund-requests/{request['id']}/decline"
        silent = await staff.post(path, json={"reason": "\n"})
        assert (silent.status_code, silent.json()["code"]) == (422, "text_malformed")
        declined = (await staff.post(path, json={"reason": "It was used."})).json()
        ticket = (await ada.get(f"/customer/tickets/{request['ticket_id']}")).json()
        assert (await ada.post(ASK, json=REASON)).status_code == 201
    assert (declined["status"], declined["declined_because"]) == ("declined", "It was used.")
    assert [(each["by"], each["text"]) for each in ticket["replies"]] == [("staff", "It was used.")]
    assert [(step["status"], step["cause"]) for step in ticket["history"]] == [
        ("in_review", "reply"),
        ("resolved", "refund_declined"),
    ]
    told = {event.type: event for event in await announced(database)}["refund_request.declined"]
    assert (told.subject, told.data["reason"]) == (request["id"], "It was used.")


async def test_one_is_withdrawn_by_its_customer_alone(
    database: Database, by_customer: Client, stored: Stored
) -> None:
    async with by_customer() as ada, by_customer(GRACE) as grace:
        request = (await ada.post(ASK, json=REASON)).json()
        path = f"/customer/refund-requests/{request['id']}/withdraw"
        before = await stored()
        foreign = await grace.post(path)
        assert (foreign.status_code, foreign.json()["code"]) == (404, "refund_request_not_found")
        assert await stored() == before
        withdrawn = (await ada.post(path)).json()
        ticket = (await ada.get(f"/customer/tickets/{request['ticket_id']}")).json()
    assert withdrawn["status"] == "withdrawn"
    assert [(step["status"], step["cause"]) for step in ticket["history"]] == [
        ("resolved", "refund_withdrawn")
    ]
    *_, moved, told = await announced(database)
    assert (moved.type, moved.data["by"]) == ("ticket.status_changed", "customer")
    assert (told.type, told.subject) == ("refund_request.withdrawn", request["id"])


async def test_requests_are_read_in_pages_by_their_own_business(
    by_customer: Client, by_business: Client
) -> None:
    async with by_customer() as ada, by_business(customer_id=None) as staff, by_business(CONTOSO) as other:
        made = []
        for _ in range(3):
            request = (await ada.post(ASK, json=REASON)).json()
            made.append(request["id"])
            await ada.post(f"/customer/refund-requests/{request['id']}/withdraw")
        first = (await staff.get("/v1/refund-requests?limit=2")).json()
        rest = (await staff.get(f"/v1/refund-requests?limit=2&cursor={first['next_cursor']}")).json()
        foreign = await other.post(f"/v1/refund-requests/{made[0]}/approve", json={})
        assert (await other.get("/v1/refund-requests")).json()["data"] == []
    assert [each["id"] for each in first["data"] + rest["data"]] == made[::-1]
    assert (foreign.status_code, foreign.json()["code"]) == (404, "refund_request_not_found")


async def credit(database: Database, amount: int, lines: dict[int, int]) -> None:
    """So much of the paid invoice was given back before."""
    async with database.work(an_origin(NORTHWIND)) as work:
        await Invoices(work.session).keep_credit_note(
            work.scope, "crn_1", number="NW-C-1", invoice_id=PAID, amount=Money(amount, "EUR"), lines=lines
        )
