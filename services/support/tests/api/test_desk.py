"""What staff do with tickets beside answering them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_KEY, ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.gateways.answer_metrics import first_answer_seconds
from foyer_support.use_cases.open_ticket import open_ticket
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]


async def test_a_ticket_is_sorted_and_nobody_is_told(
    database: Database, a_ticket: OpenTicket, by_business: Client
) -> None:
    ticket = await a_ticket()
    path = f"/v1/tickets/{ticket.id}"
    async with by_business() as staff:
        sorted_ = (
            await staff.patch(
                path, json={"category": "refund", "priority": "urgent", "assigned_to": " Grace "}
            )
        ).json()
        again = (await staff.patch(path, json={"priority": "urgent"})).json()
        freed = (await staff.patch(path, json={"assigned_to": None})).json()

    told = ("category", "priority", "assigned_to", "status", "version")
    assert [sorted_[name] for name in told] == ["refund", "urgent", "Grace", "open", 2]
    assert again == sorted_
    assert [freed[name] for name in told] == ["refund", "urgent", None, "open", 3]
    assert [event.type for event in await announced(database)] == ["ticket.opened"]


async def test_staff_take_it_up_resolve_it_and_open_it_again(
    database: Database, resolved: OpenTicket, a_ticket: OpenTicket, by_business: Client
) -> None:
    ticket, old = await a_ticket(), await resolved(NOW - timedelta(days=365))
    path = f"/v1/tickets/{ticket.id}"
    async with by_business() as staff:
        answers = [
            (await staff.patch(path, json={"status": status, "priority": priority})).json()
            for status, priority in (("in_review", "high"), ("resolved", "high"), ("open", "low"))
        ]
        late = (await staff.patch(f"/v1/tickets/{old.id}", json={"status": "open"})).json()

    assert [(each["status"], each["priority"], each["version"]) for each in answers] == [
        ("in_review", "high", 3),
        ("resolved", "high", 4),
        ("open", "low", 6),
    ]
    assert [(step["status"], step["cause"]) for step in answers[-1]["history"]] == [
        ("in_review", "by_staff"),
        ("resolved", "by_staff"),
        ("open", "by_staff"),
    ]
    assert (late["status"], late["resolved_at"]) == ("open", None)
    events = (await announced(database))[2:]
    assert [(event.type, event.data["ticket"]["status"], event.data["by"]) for event in events] == [
        ("ticket.status_changed", status, "staff") for status in ("in_review", "resolved", "open", "open")
    ]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"status": "closed"}, 422, "unknown_status"),
        ({"status": "in_review"}, 409, "wrong_state"),
        ({"category": "praise"}, 422, "unknown_category"),
        ({"priority": "whenever"}, 422, "unknown_priority"),
        ({"assigned_to": " "}, 422, "assignee_malformed"),
        ({"assigned_to": "G" * 101}, 422, "assignee_malformed"),
        ({"assigned_to": "Gra\nce"}, 422, "assignee_malformed"),
        ({"status": None}, 422, "invalid"),
        ({"subject": "Another"}, 422, "invalid"),
    ],
)
async def test_what_is_refused_changes_nothing(
    resolved: OpenTicket, by_business: Client, stored: Stored, change: dict[str, Any], status: int, code: str
) -> None:
    ticket = await resolved()
    before = await stored()
    async with by_business() as staff:
        # What is fine in the same call is not done either.
        refused = await staff.patch(f"/v1/tickets/{ticket.id}", json={"priority": "high"} | change)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert await stored() == before


async def test_notes_are_for_staff_alone(
    database: Database, a_ticket: OpenTicket, by_business: Client, by_customer: Client, stored: Stored
) -> None:
    ticket = await a_ticket()
    path = f"/v1/tickets/{ticket.id}"
    async with by_business() as staff, by_customer() as ada:
        noted = await staff.post(f"{path}/notes", json={"text": "Rather *rude*."})
        assert noted.status_code == 201
        [note] = noted.json()["notes"]
        assert (note["author"], note["text"], note["at"]) == (
            str(A_KEY),
            "Rather *rude*.",
            "2026-03-10T09:30:00Z",
        )
        assert (await staff.get(path)).json() == noted.json()
        assert noted.json()["version"] == 1
        await staff.patch(path, json={"assigned_to": "Grace"})
        for seen in ("overview", "tickets", "export", f"tickets/{ticket.id}"):
            text = (await ada.get(f"/customer/{seen}")).text
            assert ticket.id in text
            assert [word for word in ("rude", "Grace", "notes", "assigned_to") if word in text] == []
        before = await stored()
        for text in (" ", "a" * 10_001):
            refused = await staff.post(f"{path}/notes", json={"text": text})
            assert (refused.status_code, refused.json()["code"]) == (422, "text_malformed")
        async with by_business(CONTOSO, customer_id=None) as contoso:
            for answer in (
                await contoso.post(f"{path}/notes", json={"text": "Hello?"}),
                await contoso.patch(path, json={"priority": "low"}),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")
        assert await stored() == before
    assert "rude" not in repr(await announced(database))


async def test_staff_find_what_they_look_for(
    resolved: OpenTicket, a_ticket: OpenTicket, by_business: Client
) -> None:
    done, new, hers = await resolved(), await a_ticket("100% sure?"), await a_ticket("For Grace")
    queries: list[tuple[dict[str, str], list[str]]] = [
        ({}, [hers.id, new.id, done.id]),
        ({"status": "resolved"}, [done.id]),
        ({"status": "open", "assigned_to": "nobody"}, [new.id]),
        ({"assigned_to": "Grace"}, [hers.id]),
        ({"category": "technical"}, [hers.id]),
        ({"priority": "high"}, [hers.id]),
        ({"text": "100% S"}, [new.id]),
        ({"text": "t-1003"}, [hers.id]),
        ({"text": "cannot find", "category": "billing"}, [new.id, done.id]),
        ({"text": "%%"}, []),
    ]
    async with by_business(customer_id=None) as staff:
        change = {"assigned_to": "Grace", "category": "technical", "priority": "high"}
        await staff.patch(f"/v1/tickets/{hers.id}", json=change)
        for query, found in queries:
            answer = (await staff.get("/v1/tickets", params=query)).json()
            assert [each["id"] for each in answer["data"]] == found, query
        assert answer["next_cursor"] is None
        for name in ("status", "category", "priority"):
            assert (await staff.get("/v1/tickets", params={name: "else"})).status_code == 422


async def test_the_first_answer_is_timed(
    database: Database, a_ticket: OpenTicket, by_business: Client
) -> None:
    measured = first_answer_seconds.labels("billing")
    before = [bucket.get() for bucket in measured._buckets]
    asked = [await a_ticket(now=NOW - timedelta(hours=hours)) for hours in (1, 4, 10, 2)]
    await a_ticket(now=NOW - timedelta(days=2), origin=an_origin(business_id=CONTOSO))
    old = await a_ticket(now=NOW - timedelta(days=31))
    async with database.work(an_origin(now=NOW - timedelta(hours=5))) as work:
        by_staff = await open_ticket(
            work, by=Side.STAFF, customer_id=ADA, subject="Hello", category="billing", text="By phone."
        )
    for ticket in (*asked[:3], old, by_staff):
        async with database.work(an_origin()) as work:
            await reply_to_ticket(work, ticket.id, by=Side.STAFF, text="There.")
    async with database.work(an_origin(now=NOW + timedelta(days=1))) as work:
        await reply_to_ticket(work, asked[0].id, by=Side.STAFF, text="And there.")
    async with by_business(customer_id=None) as staff:
        desk = (await staff.get("/v1/tickets/desk")).json()
        first = (await staff.get(f"/v1/tickets/{asked[0].id}")).json()["first_answered_at"]

    assert first == "2026-03-10T09:30:00Z"
    after = [bucket.get() for bucket in measured._buckets]
    # One, four and ten hours, and 31 days: what staff opened, and what they said next, is no first answer.
    one, four, ten, month = 3, 5, 7, 11
    assert [at for at, bucket in enumerate(after) if bucket != before[at]] == [one, four, ten, month]
    assert sum(after) - sum(before) == 4
    assert desk == {
        "open": 1,
        "in_review": 5,
        "unassigned": 6,
        "unanswered": 1,
        "oldest_unanswered_at": "2026-03-10T07:30:00Z",
        "answered": 3,
        "median_first_answer_seconds": 4 * 3600,
    }
    async with by_business(CONTOSO, customer_id=None) as contoso:
        other = (await contoso.get("/v1/tickets/desk")).json()
    assert (other["open"], other["answered"], other["median_first_answer_seconds"]) == (1, 0, None)
