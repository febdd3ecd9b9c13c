"""A request to cancel has one ticket, which is settled with it, in whatever order both are heard."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerCreated, CustomerData
from foyer_shared.contracts.portal import DeclarationUnmatched
from foyer_shared.contracts.subscriptions import (
    SubscriptionCancellationRefused,
    SubscriptionCancellationRequested,
    SubscriptionCancellationWithdrawn,
    SubscriptionData,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_KEY, A_LOGIN, ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.cancellation import Cancellation, LinkedService
from foyer_support.domain.outcome import Settlement
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.ticket import Step, Ticket
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.open_cancellation_ticket import open_cancellation_ticket
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket
from foyer_support.use_cases.settle_cancellation import settle_cancellation

Hear = Callable[..., Awaitable[None]]
Requested = Callable[..., SubscriptionCancellationRequested]
Withdrawn = Callable[..., SubscriptionCancellationWithdrawn]
Read = Callable[[], Awaitable[list[tuple[Ticket, list[Step]]]]]
Stored = Callable[[], Awaitable[str]]
LATER = NOW + timedelta(days=5)
SYSTEM = Actor.system("subscriptions")
ENDS = ("subscription_canceled", "subscription_completed")


@pytest.fixture
def tickets(database: Database) -> Read:
    """Reads all of Northwind's tickets with their history, the oldest first."""

    async def read() -> list[tuple[Ticket, list[Step]]]:
        async with database.work(an_origin()) as work:
            tickets = Tickets(work.session)
            found = await tickets.list_page(work.scope, limit=100)
            steps = await tickets.steps([ticket.id for ticket in found])
            return [(ticket, steps.get(ticket.id, [])) for ticket in reversed(found)]

    return read


async def test_a_request_opens_a_ticket_with_what_staff_need(
    hear: Hear, tickets: Read, database: Database, requested: Requested, subscription: SubscriptionData
) -> None:
    event = requested()
    await hear(event)

    [(ticket, steps)] = await tickets()
    assert (ticket.number, ticket.customer_id, ticket.subject) == ("T-1001", ADA, "Cancellation of Studio")
    assert (ticket.category, ticket.priority, ticket.status) == ("cancellation", "normal", "open")
    assert (ticket.text, ticket.opened_by, ticket.opened_at) == (
        "Thank you,\n  but *no*.",
        Side.CUSTOMER,
        NOW,
    )
    assert ticket.links.subscription_id == subscription.subscription_id
    assert ticket.cancellation == Cancellation(
        change_id="chg_1",
        effective_at=event.effective_at,
        reason="too_expensive",
        checklist=(LinkedService("ada.example", "https://dns.example/ada"),),
    )
    assert steps == []
    [told] = await announced(database)
    assert (told.type, told.subject, told.subjectversion, told.customerid, told.actor) == (
        "ticket.opened",
        ticket.id,
        1,
        ADA,
        "system:support",
    )
    assert told.data["ticket"] == {
        "ticket_id": ticket.id,
        "number": "T-1001",
        "customer_id": ADA,
        "subject": "Cancellation of Studio",
        "category": "cancellation",
        "status": "open",
        "subscription_id": subscription.subscription_id,
        "change_id": "chg_1",
        "plan_id": None,
    }


async def test_nobody_has_to_say_why(hear: Hear, tickets: Read, requested: Requested) -> None:
    await hear(requested(reason=None, message=None, linked_services=()))

    [(ticket, _)] = await tickets()
    assert ticket.text == ""
    assert ticket.cancellation is not None
    assert (ticket.cancellation.reason, ticket.cancellation.checklist) == (None, ())


@pytest.mark.parametrize("actor", [A_KEY, Actor(ActorKind.STAFF, "stf_1")])
async def test_what_staff_asked_for_is_theirs(
    hear: Hear, tickets: Read, requested: Requested, actor: Actor
) -> None:
    await hear(requested(), actor=actor)

    [(ticket, _)] = await tickets()
    assert ticket.opened_by is Side.STAFF


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nl", "Opzegging van Studio"),
        ("nl-BE", "Opzegging van Studio"),
        ("en-US", "Cancellation of Studio"),
        ("fr", "Cancellation of Studio"),
    ],
)
async def test_the_subject_is_in_the_customers_language(
    hear: Hear, tickets: Read, requested: Requested, language: str, subject: str
) -> None:
    ada = CustomerData(customer_id=ADA, name="Ada", email="ada@example.com", language=language)
    await hear(CustomerCreated(customer=ada))
    await hear(requested())

    [(ticket, _)] = await tickets()
    assert ticket.subject == subject


async def test_a_withdrawal_resolves_it(
    hear: Hear, tickets: Read, database: Database, requested: Requested, withdrawn: Withdrawn
) -> None:
    await hear(requested())
    await hear(withdrawn(), at=LATER)

    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.resolved_at, ticket.version) == ("resolved", LATER, 2)
    assert steps == [Step(Status.RESOLVED, "cancellation_withdrawn", A_LOGIN, LATER)]
    told = (await announced(database))[-1]
    assert (told.type, told.subject, told.subjectversion) == ("ticket.resolved", ticket.id, 2)
    assert (told.data["cause"], told.data["ticket"]["status"]) == ("cancellation_withdrawn", "resolved")


@pytest.mark.parametrize("cause", ENDS)
async def test_the_end_resolves_it(
    hear: Hear, tickets: Read, database: Database, requested: Requested, ended: dict[str, Event], cause: str
) -> None:
    await hear(requested())
    await hear(ended[cause], at=LATER, actor=SYSTEM)

    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.resolved_at) == ("resolved", LATER)
    assert steps == [Step(Status.RESOLVED, cause, SYSTEM, LATER)]
    assert [event.type for event in await announced(database)] == ["ticket.opened", "ticket.resolved"]


async def test_staff_who_cancel_at_once_settle_what_the_customer_asked_for(
    hear: Hear, tickets: Read, requested: Requested, ended: dict[str, Event]
) -> None:
    await hear(requested())
    at_once = ended["subscription_canceled"].model_copy(update={"change_id": "chg_2", "mode": "immediate"})
    await hear(at_once, actor=A_KEY, at=LATER)

    [(ticket, steps)] = await tickets()
    assert ticket.status == "resolved"
    assert steps == [Step(Status.RESOLVED, "subscription_canceled", A_KEY, LATER)]


async def test_a_request_after_a_withdrawn_one_has_a_ticket_of_its_own(
    hear: Hear, tickets: Read, requested: Requested, withdrawn: Withdrawn
) -> None:
    await hear(requested("chg_1"))
    await hear(requested("chg_2"), at=LATER)
    await hear(withdrawn("chg_1"), at=LATER)

    assert [(ticket.number, ticket.status) for ticket, _ in await tickets()] == [
        ("T-1001", "resolved"),
        ("T-1002", "open"),
    ]


@pytest.mark.parametrize("last", ["cancellation_withdrawn", *ENDS])
async def test_what_is_settled_first_is_opened_and_resolved_at_once(
    hear: Hear,
    tickets: Read,
    database: Database,
    requested: Requested,
    withdrawn: Withdrawn,
    ended: dict[str, Event],
    last: str,
) -> None:
    await hear((ended | {"cancellation_withdrawn": withdrawn()})[last], at=LATER)
    assert await tickets() == []
    await hear(requested())

    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.opened_at, ticket.resolved_at) == ("resolved", NOW, LATER)
    assert steps == [Step(Status.RESOLVED, last, A_LOGIN, LATER)]
    told = await announced(database)
    assert [(event.type, event.subjectversion) for event in told] == [
        ("ticket.opened", 1),
        ("ticket.resolved", 2),
    ]


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_in_any_order_and_twice_each_request_ends_as_it_did(
    hear: Hear,
    tickets: Read,
    requested: Requested,
    withdrawn: Withdrawn,
    ended: dict[str, Event],
    order: tuple[int, ...],
) -> None:
    events: list[Event] = [
        requested("chg_1"),
        withdrawn("chg_1"),
        requested("chg_2"),
        ended["subscription_canceled"].model_copy(update={"change_id": "chg_2"}),
    ]
    for number in (*order, *order):
        await hear(events[number], message_id=f"evt_{number}", at=NOW + timedelta(hours=number))

    found = {each.cancellation.change_id: each for each, _ in await tickets() if each.cancellation}
    assert {change: ticket.status for change, ticket in found.items()} == {
        "chg_1": "resolved",
        "chg_2": "resolved",
    }
    assert [len(steps) for _, steps in await tickets()] == [1, 1]


async def test_twice_is_once_even_when_the_inbox_has_forgotten(
    hear: Hear, database: Database, stored: Stored, requested: Requested, withdrawn: Withdrawn
) -> None:
    await hear(requested())
    await hear(withdrawn(), at=LATER)
    before = await announced(database)
    for event in (requested(), withdrawn()):
        await hear(event, at=LATER)

    assert await announced(database) == before
    assert (await stored()).count("T-1001") == 1
    assert "T-1002" not in await stored()


async def test_a_withdrawn_one_was_withdrawn_though_its_subscription_has_ended_too(
    hear: Hear, tickets: Read, requested: Requested, withdrawn: Withdrawn, ended: dict[str, Event]
) -> None:
    for event in (ended["subscription_canceled"], withdrawn(), requested()):
        await hear(event, at=LATER)

    [(_, steps)] = await tickets()
    assert [step.cause for step in steps] == ["cancellation_withdrawn"]


async def test_a_request_waits_for_an_outcome_that_is_about_to_be_known(
    hear: Hear, tickets: Read, database: Database, requested: Requested, subscription: SubscriptionData
) -> None:
    async with database.work(an_origin()) as work:
        await settle_cancellation(
            work, Settlement.CANCELED, subscription_id=subscription.subscription_id, actor=SYSTEM
        )
        asking = asyncio.ensure_future(hear(requested()))
        # Whoever does not wait is done by then.
        assert await asyncio.wait({asking}, timeout=0.3) == (set(), {asking})
    await asking

    [(ticket, _)] = await tickets()
    assert ticket.status == "resolved"


async def test_an_outcome_waits_for_a_ticket_that_is_about_to_be_opened(
    hear: Hear, tickets: Read, database: Database, withdrawn: Withdrawn, subscription: SubscriptionData
) -> None:
    async with database.work(an_origin()) as work:
        await open_cancellation_ticket(
            work,
            Cancellation(change_id="chg_1", effective_at=LATER, reason=None, checklist=()),
            by=Side.CUSTOMER,
            customer_id=ADA,
            subscription_id=subscription.subscription_id,
            subscription_name="Studio",
            message=None,
        )
        taking_back = asyncio.ensure_future(hear(withdrawn()))
        assert await asyncio.wait({taking_back}, timeout=0.3) == (set(), {taking_back})
    await taking_back

    [(ticket, _)] = await tickets()
    assert ticket.status == "resolved"


async def test_one_that_was_reopened_is_resolved_by_the_end(
    hear: Hear,
    tickets: Read,
    database: Database,
    requested: Requested,
    withdrawn: Withdrawn,
    ended: dict[str, Event],
) -> None:
    await hear(requested())
    await hear(withdrawn())
    [(ticket, _)] = await tickets()
    async with database.work(an_origin(customer_id=ADA)) as work:
        await reply_to_ticket(work, ticket.id, by=Side.CUSTOMER, text="Is all as it was?")
    await hear(ended["subscription_completed"], at=LATER, actor=SYSTEM)

    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.version) == ("resolved", 4)
    assert [(step.status, step.cause) for step in steps] == [
        ("resolved", "cancellation_withdrawn"),
        ("open", "reply"),
        ("resolved", "subscription_completed"),
    ]


async def test_other_tickets_about_the_subscription_stay_open(
    hear: Hear, database: Database, tickets: Read, a_ticket: Any, ended: dict[str, Event]
) -> None:
    await a_ticket()
    await hear(ended["subscription_canceled"])

    [(ticket, steps)] = await tickets()
    assert (ticket.status, steps) == ("open", [])
    assert [event.type for event in await announced(database)] == ["ticket.opened"]


async def test_another_businesss_events_touch_nothing(
    hear: Hear,
    tickets: Read,
    database: Database,
    requested: Requested,
    withdrawn: Withdrawn,
    ended: dict[str, Event],
) -> None:
    for event in (withdrawn(), *ended.values()):
        await hear(event, business_id=CONTOSO)
    await hear(requested())
    for event in (withdrawn(), *ended.values()):
        await hear(event, business_id=CONTOSO, at=LATER)

    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.version, steps) == ("open", 1, [])
    assert [event.type for event in await announced(database)] == ["ticket.opened"]


@pytest.mark.parametrize("message", ["Please, all the same.", None])
async def test_what_was_declared_and_refused_opens_a_ticket_that_waits_for_somebody(
    hear: Hear,
    tickets: Read,
    database: Database,
    subscription: SubscriptionData,
    ended: dict[str, Event],
    message: str | None,
) -> None:
    refused = SubscriptionCancellationRefused(
        subscription=subscription,
        declaration_id="dcl_1",
        receipt_number="NW-D-1001",
        received_at=NOW,
        code="cancel_not_offered",
        message=message,
    )
    for _ in range(2):
        await hear(refused, message_id="evt_refused")
    await hear(ended["subscription_canceled"], actor=SYSTEM, at=LATER)

    [(ticket, steps)] = await tickets()
    assert (ticket.subject, ticket.category, ticket.priority) == (
        "Cancellation of Studio",
        "cancellation",
        "high",
    )
    assert (ticket.text, ticket.opened_by, ticket.customer_id) == (message or "", Side.CUSTOMER, ADA)
    assert (ticket.links.subscription_id, ticket.cancellation) == (subscription.subscription_id, None)
    assert (ticket.status, len(steps)) == (Status.OPEN, 0)
    [opened] = await announced(database)
    assert (opened.type, opened.data["declaration_id"]) == ("ticket.opened", "dcl_1")


async def test_a_declaration_of_a_customer_without_a_single_contract_opens_a_ticket(
    hear: Hear, tickets: Read, database: Database
) -> None:
    unmatched = DeclarationUnmatched(
        declaration_id="dcl_2",
        number="NW-D-1002",
        kind="cancellation",
        received_at=NOW,
        contract="Studio",
        message="Soon, please.",
        customer_id=ADA,
    )
    for _ in range(2):
        await hear(unmatched, message_id="evt_unmatched")
    await hear(unmatched.model_copy(update={"customer_id": None}), message_id="evt_of_nobody")

    [(ticket, _)] = await tickets()
    assert (ticket.subject, ticket.category, ticket.priority) == (
        "Cancellation of Studio",
        "cancellation",
        "high",
    )
    assert (ticket.text, ticket.customer_id) == ("NW-D-1002\n\nStudio\n\nSoon, please.", ADA)
    [opened] = await announced(database)
    # The customer is mailed: whoever declared it may have been somebody else.
    assert (opened.type, opened.data.get("declaration_id")) == ("ticket.opened", None)


async def test_a_withdrawal_is_called_one(hear: Hear, tickets: Read) -> None:
    unmatched = DeclarationUnmatched(
        declaration_id="dcl_2", number="NW-D-1002", kind="withdrawal", received_at=NOW, customer_id=ADA
    )
    await hear(unmatched)
    [(ticket, _)] = await tickets()
    assert ticket.subject == "Withdrawal from NW-D-1002"
