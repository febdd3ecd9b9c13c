"""`foyer tickets`: what staff do with tickets from a terminal."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND, an_origin
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.use_cases.open_ticket import open_ticket

Foyer = Callable[..., Awaitable[Any]]


@pytest.fixture
async def ticket(system: Installation, story: dict[str, str]) -> Ticket:
    """Ada has asked something more."""
    origin = an_origin(business_id=NORTHWIND, customer_id=story["customer"])
    async with system.databases["support"].work(origin) as work:
        return await open_ticket(
            work,
            by=Side.CUSTOMER,
            customer_id=story["customer"],
            subject="Where is O'Neill?",
            category="question",
            text="I cannot find him.",
        )


async def test_a_ticket_is_found_answered_noted_on_and_resolved(
    foyer: Foyer, system: Installation, story: dict[str, str], ticket: Ticket
) -> None:
    await system.stop()
    listed = (await foyer("tickets", "list", "--json")).json
    assert {line["id"] for line in listed} == {ticket.id, story["ticket"]}
    [line] = (await foyer("tickets", "list", "--text", "O'Neill", "--json")).json
    assert (line["number"], line["status"]) == (ticket.number, "open")
    for words, typed in (
        (("answer", ticket.number, "-"), "He is *here*."),
        (("note", ticket.id, "Asked before."), ""),
        (("resolve", ticket.number, "--business", NORTHWIND), ""),
    ):
        assert (await foyer("tickets", *words, answer=typed)).code == 0
    shown = (await foyer("tickets", "show", ticket.number, "--json")).json
    assert shown["status"] == "resolved"
    assert sorted((each["by"], each["text"]) for each in shown["said"]) == [
        ("customer", "I cannot find him."),
        ("note of system:operator", "Asked before."),
        ("staff", "He is *here*."),
    ]
    assert "He is *here*." in (await foyer("tickets", "show", ticket.number)).out
    assert ticket.number not in (await foyer("tickets", "list")).out
    assert ticket.number in (await foyer("tickets", "list", "--status", "resolved")).out
    rows = await system.sql("SELECT routing_key FROM support.outbox ORDER BY position DESC LIMIT 2")
    assert [row["routing_key"] for row in rows] == ["support.ticket.status_changed", "support.ticket.replied"]


async def test_what_cannot_be_done_is_one_line(foyer: Foyer, ticket: Ticket) -> None:
    for words, line in (
        (("answer", "T-9", "Hello"), "T-9: It is not there."),
        (("answer", ticket.number, " "), f"{ticket.number}: A text is 1 to 10,000 characters."),
        (("resolve", ticket.number, "--business", "biz_none"), "There is no business 'biz_none'."),
    ):
        said = await foyer("tickets", *words)
        assert (said.code, said.err.strip()) == (2, line)
