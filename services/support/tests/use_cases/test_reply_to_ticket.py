"""Replies: what is stored, what is told, and what they do to the ticket."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Origin
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_KEY, A_LOGIN, ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.errors import ResolvedTooLongAgo, TextMalformed, TicketNotFound
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.ticket import Step, Ticket
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket

OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]
LATER = NOW + timedelta(hours=1)


async def test_staff_take_it_into_review(database: Database, a_ticket: OpenTicket) -> None:
    ticket = await a_ticket()
    async with database.work(an_origin(now=LATER)) as work:
        after = await reply_to_ticket(work, ticket.id, by=Side.STAFF, text="Look *below*.")

    async with database.work(an_origin()) as work:
        tickets = Tickets(work.session)
        assert await tickets.get(work.scope, ticket.id) == after
        [reply] = (await tickets.replies([ticket.id]))[ticket.id]
        assert await tickets.steps([ticket.id]) == {
            ticket.id: [Step(Status.IN_REVIEW, "reply", A_KEY, LATER)]
        }
    assert (after.status, after.version) == ("in_review", 2)
    assert (reply.by, reply.actor, reply.text, reply.at) == ("staff", A_KEY, "Look *below*.", LATER)
    event = (await announced(database))[-1]
    assert (event.type, event.subject, event.subjectversion) == ("ticket.replied", ticket.id, 2)
    assert (event.customerid, event.actor) == (ADA, str(A_KEY))
    assert event.data == {
        "ticket": {
            "ticket_id": ticket.id,
            "number": "T-1001",
            "customer_id": ADA,
            "subject": "Where is my invoice?",
            "category": "billing",
            "status": "in_review",
            "subscription_id": None,
            "change_id": None,
            "plan_id": None,
        },
        "reply_id": reply.id,
        "by": "staff",
        "text": "Look *below*.",
    }


async def test_the_customer_reopens_it(database: Database, resolved: OpenTicket) -> None:
    ticket = await resolved()
    async with database.work(an_origin(customer_id=ADA, now=NOW + timedelta(days=14))) as work:
        after = await reply_to_ticket(work, ticket.id, by=Side.CUSTOMER, text="It is back.")

    assert (after.status, after.resolved_at) == ("open", None)
    event = (await announced(database))[-1]
    assert (event.data["ticket"]["status"], event.data["by"], event.actor) == (
        "open",
        "customer",
        str(A_LOGIN),
    )


async def test_two_replies_at_once_are_both_kept(database: Database, a_ticket: OpenTicket) -> None:
    ticket = await a_ticket()

    async def reply(text: str) -> None:
        async with database.work(an_origin()) as work:
            await reply_to_ticket(work, ticket.id, by=Side.STAFF, text=text)

    await asyncio.gather(reply("one"), reply("two"))

    async with database.work(an_origin()) as work:
        tickets = Tickets(work.session)
        assert (await tickets.get(work.scope, ticket.id)).version == 3
        assert [step.status for step in (await tickets.steps([ticket.id]))[ticket.id]] == [Status.IN_REVIEW]
        assert {each.text for each in (await tickets.replies([ticket.id]))[ticket.id]} == {"one", "two"}


@pytest.mark.parametrize(
    ("origin", "text", "error"),
    [
        (an_origin(customer_id=ADA, now=NOW + timedelta(days=15)), "Hello?", ResolvedTooLongAgo),
        (an_origin(customer_id=ADA), "", TextMalformed),
        (an_origin(customer_id="cus_other"), "Hello?", TicketNotFound),
        (an_origin(business_id=CONTOSO), "Hello?", TicketNotFound),
    ],
)
async def test_what_is_refused_changes_nothing(
    database: Database,
    resolved: OpenTicket,
    stored: Stored,
    origin: Origin,
    text: str,
    error: type[FoyerError],
) -> None:
    ticket = await resolved()
    before = await stored()

    with pytest.raises(error):
        async with database.work(origin) as work:
            await reply_to_ticket(work, ticket.id, by=Side.CUSTOMER, text=text)

    assert await stored() == before
