"""Opening tickets: what is stored, what is told, and numbers without a gap."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_LOGIN, ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.errors import SubjectMalformed, TextMalformed, UnknownCategory, UnknownPriority
from foyer_support.domain.links import Links
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.open_ticket import open_ticket

OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]


async def test_it_is_open_and_told(database: Database, a_ticket: OpenTicket) -> None:
    ticket = await a_ticket()

    async with database.work(an_origin()) as work:
        assert await Tickets(work.session).get(work.scope, ticket.id) == ticket
    assert (ticket.number, ticket.status, ticket.opened_at) == ("T-1001", "open", NOW)
    [event] = await announced(database)
    assert (event.type, event.subject, event.subjectversion) == ("ticket.opened", ticket.id, 1)
    assert (event.businessid, event.customerid, event.actor) == (NORTHWIND, ADA, str(A_LOGIN))
    assert event.data == {
        "ticket": {
            "ticket_id": ticket.id,
            "number": "T-1001",
            "customer_id": ADA,
            "subject": "Where is my invoice?",
            "category": "billing",
            "status": "open",
            "subscription_id": None,
            "change_id": None,
            "plan_id": None,
        },
        "declaration_id": None,
    }


async def test_staff_open_it_with_priority_and_links(database: Database) -> None:
    links = Links(order_id="ord_01jdm3k8zq7r2t5v8w3x9y4b6c")
    async with database.work(an_origin()) as work:
        ticket = await open_ticket(
            work,
            by=Side.STAFF,
            customer_id=ADA,
            subject="Refund",
            category="refund",
            text="As told on the phone.",
            priority="high",
            links=links,
        )

    async with database.work(an_origin(customer_id=ADA)) as work:
        assert await Tickets(work.session).get(work.scope, ticket.id) == ticket
    assert (ticket.priority, ticket.links, ticket.opened_by) == ("high", links, "staff")


async def test_each_business_counts_for_itself(a_ticket: OpenTicket) -> None:
    numbers = [
        (await a_ticket()).number,
        (await a_ticket()).number,
        (await a_ticket(origin=an_origin(business_id=CONTOSO))).number,
    ]

    assert numbers == ["T-1001", "T-1002", "T-1001"]


async def test_many_at_once_get_numbers_without_a_gap(a_ticket: OpenTicket) -> None:
    tickets = await asyncio.gather(*(a_ticket() for _ in range(8)))

    assert sorted(ticket.number for ticket in tickets) == [f"T-{number}" for number in range(1001, 1009)]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"subject": ""}, SubjectMalformed),
        ({"text": " "}, TextMalformed),
        ({"category": "refund"}, UnknownCategory),
        ({"priority": "whenever"}, UnknownPriority),
    ],
)
async def test_what_is_refused_changes_nothing(
    database: Database,
    a_ticket: OpenTicket,
    stored: Stored,
    change: dict[str, Any],
    error: type[FoyerError],
) -> None:
    await a_ticket()
    before = await stored()
    ticket = {"customer_id": ADA, "subject": "Hello", "category": "question", "text": "Is this on?"}

    with pytest.raises(error):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await open_ticket(work, by=Side.CUSTOMER, **ticket | change)

    assert await stored() == before
