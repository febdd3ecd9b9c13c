"""A request for a payment plan has one ticket, which is settled with it, in whatever order both are heard."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CollectionCaseData,
    CollectionCaseSettled,
    CustomerCreated,
    CustomerData,
    PaymentPlanApproved,
    PaymentPlanData,
    PaymentPlanDeclined,
    PaymentPlanRequested,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_KEY, ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.plan_request import PlanRequest
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.ticket import Step, Ticket
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.change_status import change_status

Hear = Callable[..., Awaitable[None]]
Read = Callable[[], Awaitable[list[tuple[Ticket, list[Step]]]]]
INVOICE = "inv_01jdm3z8x0f0g9v2s4t6w8y0a1"
LATER = NOW + timedelta(days=5)
STAFF = Actor(ActorKind.STAFF, "stf_1")


def a_plan(plan_id: str = "plan_1", case_id: str | None = "case_1") -> PaymentPlanData:
    return PaymentPlanData(
        plan_id=plan_id, customer_id=ADA, invoice_id=INVOICE, invoice_number="NW-1", case_id=case_id
    )


def settled(case_id: str = "case_1") -> CollectionCaseSettled:
    return CollectionCaseSettled(
        case=CollectionCaseData(
            case_id=case_id,
            number="C-1",
            customer_id=ADA,
            invoice_id=INVOICE,
            invoice_number="NW-1",
            stage="friendly_reminder",
            amount=Amount(amount=0, currency="EUR"),
            fees=Amount(amount=0, currency="EUR"),
            due_on=date(2026, 3, 1),
            days_overdue=9,
        ),
        outcome="paid",
    )


OUTCOMES: dict[str, Event] = {
    "plan_approved": PaymentPlanApproved(plan=a_plan(), by_rule=False),
    "plan_declined": PaymentPlanDeclined(plan=a_plan(), reason="Not this time."),
    "case_settled": settled(),
}
"""By the cause that the ticket's history names."""


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


async def test_a_request_opens_a_ticket_about_its_case(hear: Hear, tickets: Read, database: Database) -> None:
    await hear(PaymentPlanRequested(plan=a_plan()))
    [(ticket, steps)] = await tickets()
    assert (ticket.number, ticket.customer_id) == ("T-1001", ADA)
    assert (ticket.subject, ticket.text) == ("Payment plan for invoice NW-1", "")
    assert (ticket.category, ticket.priority, ticket.status) == ("collection", "normal", "open")
    assert (ticket.opened_by, ticket.opened_at, ticket.links.invoice_id) == (Side.CUSTOMER, NOW, INVOICE)
    assert ticket.plan == PlanRequest("plan_1", "case_1")
    assert steps == []
    [told] = await announced(database)
    assert (told.type, told.subject, told.customerid) == ("ticket.opened", ticket.id, ADA)
    assert (told.data["ticket"]["category"], told.data["ticket"]["plan_id"]) == ("collection", "plan_1")


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nl-BE", "Betalingsregeling voor factuur NW-1"),
        ("en-US", "Payment plan for invoice NW-1"),
        ("fr", "Payment plan for invoice NW-1"),
    ],
)
async def test_the_subject_is_in_the_customers_language(
    hear: Hear, tickets: Read, language: str, subject: str
) -> None:
    ada = CustomerData(customer_id=ADA, name="Ada", email="ada@example.com", language=language)
    await hear(CustomerCreated(customer=ada))
    await hear(PaymentPlanRequested(plan=a_plan()))
    [(ticket, _)] = await tickets()
    assert ticket.subject == subject


@pytest.mark.parametrize("actor", [A_KEY, STAFF])
async def test_what_staff_asked_for_is_theirs(hear: Hear, tickets: Read, actor: Actor) -> None:
    await hear(PaymentPlanRequested(plan=a_plan()), actor=actor)
    [(ticket, _)] = await tickets()
    assert ticket.opened_by is Side.STAFF


@pytest.mark.parametrize("cause", OUTCOMES)
async def test_its_outcome_resolves_it(hear: Hear, tickets: Read, database: Database, cause: str) -> None:
    await hear(PaymentPlanRequested(plan=a_plan()))
    await hear(OUTCOMES[cause], at=LATER, actor=STAFF)
    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.resolved_at, ticket.version) == ("resolved", LATER, 2)
    assert steps == [Step(Status.RESOLVED, cause, STAFF, LATER)]
    told = (await announced(database))[-1]
    assert (told.type, told.subject, told.subjectversion) == ("ticket.status_changed", ticket.id, 2)
    assert (told.data["before"], told.data["by"], told.data["ticket"]["status"]) == (
        "open",
        "staff",
        "resolved",
    )


@pytest.mark.parametrize("cause", OUTCOMES)
async def test_what_is_settled_first_is_opened_and_resolved_at_once(
    hear: Hear, tickets: Read, cause: str
) -> None:
    await hear(OUTCOMES[cause], at=LATER, actor=STAFF)
    assert await tickets() == []
    await hear(PaymentPlanRequested(plan=a_plan()))
    [(ticket, steps)] = await tickets()
    assert (ticket.status, ticket.opened_at, ticket.resolved_at) == ("resolved", NOW, LATER)
    assert steps == [Step(Status.RESOLVED, cause, STAFF, LATER)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_in_any_order_and_twice_each_request_ends_as_it_did(
    hear: Hear, tickets: Read, order: tuple[int, ...]
) -> None:
    second = a_plan("plan_2")
    events: list[Event] = [
        PaymentPlanRequested(plan=a_plan()),
        OUTCOMES["plan_declined"],
        PaymentPlanRequested(plan=second),
        PaymentPlanApproved(plan=second, by_rule=True),
    ]
    for number in (*order, *order):
        await hear(events[number], message_id=f"evt_{number}", at=NOW + timedelta(hours=number))
    found: dict[Any, Any] = {ticket.plan: [step.cause for step in steps] for ticket, steps in await tickets()}
    assert found == {
        PlanRequest("plan_1", "case_1"): ["plan_declined"],
        PlanRequest("plan_2", "case_1"): ["plan_approved"],
    }


async def test_twice_is_once_even_when_the_inbox_has_forgotten(
    hear: Hear, tickets: Read, database: Database
) -> None:
    events = [PaymentPlanRequested(plan=a_plan()), OUTCOMES["plan_approved"]]
    for event in events:
        await hear(event)
    before = await announced(database)
    for event in events:
        await hear(event, at=LATER)
    assert await announced(database) == before
    assert len(await tickets()) == 1


async def test_other_plans_and_what_staff_have_resolved_stay_as_they_are(
    hear: Hear, tickets: Read, database: Database
) -> None:
    await hear(PaymentPlanRequested(plan=a_plan()))
    await hear(OUTCOMES["plan_approved"], business_id=CONTOSO)
    for other in (settled("case_2"), PaymentPlanDeclined(plan=a_plan("plan_2"), reason="No.")):
        await hear(other)
    [(ticket, steps)] = await tickets()
    assert (ticket.status, steps) == ("open", [])
    async with database.work(an_origin(actor=STAFF)) as work:
        await change_status(work, ticket.id, Status.RESOLVED, by=Side.STAFF)
    await hear(OUTCOMES["plan_approved"], at=LATER)
    [(ticket, steps)] = await tickets()
    assert [step.cause for step in steps] == ["by_staff"]


@pytest.mark.parametrize(
    "event",
    [
        PaymentPlanRequested(plan=a_plan(case_id=None)),
        PaymentPlanApproved(plan=a_plan(case_id=None), by_rule=True),
        PaymentPlanDeclined(plan=a_plan(case_id=None), reason="No."),
    ],
)
async def test_a_plan_from_before_there_were_cases_has_no_ticket(
    hear: Hear, tickets: Read, event: Event
) -> None:
    await hear(event)
    assert await tickets() == []
