"""Payment plans: asked for, answered, kept or broken."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.collection_case import HoldReason
from foyer_invoicing.domain.collection_settings import PlanRule
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.payment_plan import PaymentPlan, PlanStatus
from foyer_invoicing.domain.retry_schedule import ChargeFailure, Collecting, Severity, give_up
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.storage.rows import InvoiceRow
from foyer_invoicing.use_cases.approve_plan import approve_plan
from foyer_invoicing.use_cases.collect_with_new_method import collect_with_new_method
from foyer_invoicing.use_cases.decline_plan import decline_plan
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.hold_case import hold_case
from foyer_invoicing.use_cases.offer_plan import offer_plan
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.release_case import release_case
from foyer_invoicing.use_cases.request_plan import request_plan
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

ACase = Callable[..., Awaitable[CaseFile]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

OPENED = datetime(2026, 4, 7, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ask(database: Database) -> Callable[..., Awaitable[PaymentPlan]]:
    """The case's customer asks for a plan, on 7 April unless told."""

    async def make(file: CaseFile, instalments: int = 3, *, now: datetime = OPENED) -> PaymentPlan:
        async with database.work(an_origin(customer_id=file.case.customer_id, now=now)) as work:
            return await request_plan(work, file.case.id, instalments=instalments)

    return make


@pytest.fixture
def plan_of(database: Database) -> Callable[[CaseFile], Awaitable[PaymentPlan]]:
    """The newest plan of a case."""

    async def read(file: CaseFile) -> PaymentPlan:
        async with database.work(an_origin()) as work:
            return (await PaymentPlans(work.session).latest_of(work.scope, [file.case.id]))[file.case.id]

    return read


@pytest.fixture
def types(database: Database) -> Callable[[], Awaitable[list[str]]]:
    """What was announced of plans."""

    async def read() -> list[str]:
        kinds = [event.type for event in await announced(database)]
        return [kind.removeprefix("payment_plan.") for kind in kinds if kind.startswith("payment_plan.")]

    return read


async def test_it_waits_for_staff_and_begins_when_they_agree(
    database: Database, a_case: ACase, ask: Any
) -> None:
    file = await a_case()
    asked = await ask(file)
    assert asked.status is PlanStatus.REQUESTED
    async with database.work(an_origin(now=OPENED + 3 * DAY)) as work:
        begun = await approve_plan(work, asked.id)
    assert [(each.due_on, each.amount.amount) for each in begun.instalments] == [
        (date(2026, 4, 17), 33_333),
        (date(2026, 5, 17), 33_333),
        (date(2026, 6, 17), 33_334),
    ]
    requested, approved, started = await announced(database)
    assert [(event.type, event.subjectversion) for event in (requested, approved, started)] == [
        ("payment_plan.requested", 1),
        ("payment_plan.approved", 2),
        ("payment_plan.started", 3),
    ]
    assert approved.data["by_rule"] is False
    assert started.data["plan"]["invoice_id"] == file.invoice.id
    assert (requested.customerid, started.customerid) == (file.case.customer_id,) * 2


@pytest.mark.parametrize(
    ("up_to", "most", "status"),
    [
        (Money(100_000, "EUR"), 3, PlanStatus.RUNNING),
        (Money(99_999, "EUR"), 3, PlanStatus.REQUESTED),
        (Money(100_000, "EUR"), 2, PlanStatus.REQUESTED),
        (Money(100_000, "USD"), 12, PlanStatus.REQUESTED),
    ],
)
async def test_a_rule_agrees_at_once_within_both_limits(
    a_case: ACase, ask: Any, up_to: Money, most: int, status: PlanStatus
) -> None:
    plan = await ask(await a_case(settings={"plan_rule": PlanRule(up_to, most)}))
    assert plan.status is status


async def test_declined_with_a_reason_the_case_goes_on_and_another_can_be_asked_for(
    database: Database, a_case: ACase, ask: Any, types: Any
) -> None:
    file = await a_case()
    asked = await ask(file)
    async with database.work(an_origin(now=OPENED)) as work:
        declined = await decline_plan(work, asked.id, "Three months are too long.")
    assert (declined.status, declined.decline_reason) == (PlanStatus.DECLINED, "Three months are too long.")
    assert (await ask(file, 2)).status is PlanStatus.REQUESTED
    assert await types() == ["requested", "declined", "requested"]


async def test_instalments_become_due_and_the_last_payment_completes_it(
    database: Database, a_case: ACase, ask: Any, plan_of: Any, types: Any
) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)})
    plan = await ask(file)
    for number, instalment in enumerate(plan.instalments, start=1):
        morning = datetime.combine(instalment.due_on, OPENED.timetz())
        assert await dun_everywhere(database, now=morning - DAY) == 0
        assert await dun_everywhere(database, now=morning) == 1
        assert await dun_everywhere(database, now=morning) == 0
        *_, due = await announced(database)
        assert (due.data["instalment"]["number"], due.data["open"]["amount"]) == (
            number,
            instalment.amount.amount,
        )
        async with database.work(an_origin(now=morning + DAY)) as work:
            await record_payment(work, file.invoice.id, amount=instalment.amount)
        await dun_everywhere(database, now=morning + 8 * DAY)
    assert (await plan_of(file)).status is PlanStatus.COMPLETED
    assert await types() == [
        "requested",
        "approved",
        "started",
        "instalment_due",
        "instalment_due",
        "instalment_due",
        "completed",
    ]
    *_, settled = await announced(database)
    assert settled.type == "collection_case.settled"


async def test_a_missed_instalment_breaks_it_after_its_grace_and_the_stage_resumes(
    database: Database, a_case: ACase, ask: Any, plan_of: Any, types: Any
) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)})
    await ask(file)
    assert await dun_everywhere(database, now=OPENED + 7 * DAY) == 1
    assert await dun_everywhere(database, now=OPENED + 14 * DAY) == 0
    assert await dun_everywhere(database, now=OPENED + 15 * DAY) == 1
    assert (await plan_of(file)).status is PlanStatus.BROKEN
    async with database.work(an_origin()) as work:
        case = await CollectionCases(work.session).get(work.scope, file.case.id)
    assert (case.next_on, case.plan_offered) == (date(2026, 5, 6), False)
    assert await dun_everywhere(database, now=OPENED + 29 * DAY) == 1
    assert (await types())[3:] == ["instalment_due", "broken"]
    with pytest.raises(FoyerError) as refused:
        await ask(file)
    assert refused.value.code == "payment_plan_not_offered"


async def test_on_hold_nothing_of_it_goes_on_and_its_days_move(
    database: Database, a_case: ACase, ask: Any, plan_of: Any, types: Any
) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)})
    asked = await ask(file)
    async with database.work(an_origin(now=OPENED + 5 * DAY)) as work:
        await hold_case(work, file.case.id, HoldReason.DISPUTE)
    assert await dun_everywhere(database, now=OPENED + 40 * DAY) == 0
    async with database.work(an_origin(now=OPENED + 40 * DAY)) as work:
        await release_case(work, file.case.id)
    plan = await plan_of(file)
    moved = [each.due_on + 35 * DAY for each in asked.instalments]
    assert [each.due_on for each in plan.instalments] == moved
    assert await dun_everywhere(database, now=OPENED + 41 * DAY) == 0
    assert await dun_everywhere(database, now=OPENED + 42 * DAY) == 1
    assert await types() == ["requested", "approved", "started", "instalment_due"]


async def test_on_hold_none_is_asked_for(database: Database, a_case: ACase, ask: Any, types: Any) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)})
    async with database.work(an_origin(now=OPENED)) as work:
        await hold_case(work, file.case.id, HoldReason.DISPUTE)
    with pytest.raises(FoyerError) as refused:
        await ask(file)
    assert refused.value.code == "case_on_hold"
    assert await types() == []


async def test_a_new_card_does_not_pay_what_is_on_hold(database: Database, a_case: ACase) -> None:
    file = await a_case()
    failure = ChargeFailure(attempt=4, severity=Severity.SOFT, code="insufficient_funds")
    spent = give_up(Collecting(invoice_id=file.invoice.id, attempt=4, failure=failure), now=NOW)
    async with database.work(an_origin(now=OPENED)) as work:
        await Collectings(work.session).add(spent, file.invoice)
        await work.session.execute(update(InvoiceRow).values(collection=Collection.AUTOMATIC))
        await hold_case(work, file.case.id, HoldReason.DISPUTE)
    async with database.work(an_origin(now=OPENED)) as work:
        await collect_with_new_method(work, file.case.customer_id)
    assert "invoice.payment_due" not in await charges(database, now=OPENED + DAY)
    async with database.work(an_origin(now=OPENED + DAY)) as work:
        await release_case(work, file.case.id)
        await collect_with_new_method(work, file.case.customer_id)
    assert "invoice.payment_due" in await charges(database, now=OPENED + DAY)


async def test_what_ends_without_payment_is_no_completed_plan(
    database: Database, a_case: ACase, ask: Any, plan_of: Any, types: Any
) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)})
    await ask(file)
    async with database.work(an_origin(now=OPENED)) as work:
        await void_invoice(work, file.invoice.id)
    await dun_everywhere(database, now=OPENED + DAY)
    assert (await plan_of(file)).status is PlanStatus.WITHDRAWN
    assert await types() == ["requested", "approved", "started"]
    (settled,) = [each for each in await announced(database) if each.type == "collection_case.settled"]
    assert settled.data["outcome"] == "partial"


async def charges(database: Database, *, now: datetime) -> list[str]:
    """What was announced by the time all that was due is done."""
    await dun_everywhere(database, now=now)
    return [event.type for event in await announced(database)]


async def test_a_payment_under_way_keeps_it(
    database: Database, a_case: ACase, ask: Any, plan_of: Any
) -> None:
    file = await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)})
    await ask(file)
    await dun_everywhere(database, now=OPENED + 7 * DAY)
    async with database.work(an_origin()) as work:
        collectings = Collectings(work.session)
        await collectings.note_charge(work.scope, "pay_1", file.invoice.id, settled=False)
    assert await dun_everywhere(database, now=OPENED + 15 * DAY) == 1
    assert await dun_everywhere(database, now=OPENED + 15 * DAY) == 0
    assert (await plan_of(file)).status is PlanStatus.RUNNING


async def test_two_jobs_at_once_announce_an_instalment_once(
    database: Database, a_case: ACase, ask: Any, types: Any
) -> None:
    await ask(await a_case(settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 12)}))
    await asyncio.gather(*(dun_everywhere(database, now=OPENED + 7 * DAY) for _ in range(4)))
    assert (await types()).count("instalment_due") == 1


async def test_what_is_collected_automatically_is_charged_by_instalment(
    database: Database, a_case: ACase, ask: Any
) -> None:
    rule = PlanRule(Money(100_000, "EUR"), 12)
    file = await a_case(settings={"plan_rule": rule})
    failure = ChargeFailure(attempt=4, severity=Severity.SOFT, code="insufficient_funds")
    spent = give_up(Collecting(invoice_id=file.invoice.id, attempt=4, failure=failure), now=NOW)
    async with database.work(an_origin()) as work:
        await Collectings(work.session).add(spent, file.invoice)
        await work.session.execute(update(InvoiceRow).values(collection=Collection.AUTOMATIC))
    plan = await ask(file)
    async with database.work(an_origin(now=OPENED)) as work:
        await collect_with_new_method(work, file.case.customer_id)
    assert await dun_everywhere(database, now=OPENED + 6 * DAY) == 0
    assert await dun_everywhere(database, now=OPENED + 7 * DAY) == 1
    charge, due = (await announced(database))[-2:]
    assert (charge.type, charge.data["attempt"], charge.data["instalment"]) == ("invoice.payment_due", 5, 1)
    assert (charge.data["plan_id"], charge.data["amount"]["amount"]) == (plan.id, 33_333)
    assert (due.type, due.data["automatic"]) == ("payment_plan.instalment_due", True)


@pytest.mark.parametrize(
    ("instalments", "settings", "code"),
    [
        (3, {"plans_offered": False}, "payment_plan_not_offered"),
        (6, {"instalments": (2, 3)}, "instalments_not_offered"),
        (4, {}, "instalments_not_offered"),
    ],
)
async def test_what_cannot_be_asked_for(
    a_case: ACase, ask: Any, stored: Stored, instalments: int, settings: dict[str, Any], code: str
) -> None:
    file = await a_case(settings=settings)
    before = await stored()
    with pytest.raises(FoyerError) as refused:
        await ask(file, instalments)
    assert refused.value.code == code
    assert await stored() == before


async def test_one_at_a_time_also_when_asked_for_at_once(a_case: ACase, ask: Any, types: Any) -> None:
    file = await a_case()
    both = await asyncio.gather(*(ask(file) for _ in range(3)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in both) == [
        "PaymentPlan",
        "PlanAlreadyThere",
        "PlanAlreadyThere",
    ]
    assert await types() == ["requested"]


async def test_staff_can_offer_one_in_a_single_case(database: Database, a_case: ACase, ask: Any) -> None:
    file = await a_case(settings={"plans_offered": False})
    assert file.plan_options == ()
    async with database.work(an_origin(now=OPENED)) as work:
        offered = await offer_plan(work, file.case.id, offered=True)
    assert [len(option) for option in offered.plan_options] == [2, 3, 6, 12]
    assert (await ask(file, 12)).status is PlanStatus.REQUESTED


async def test_paid_before_anybody_answers_it_is_withdrawn(
    database: Database, a_case: ACase, ask: Any, plan_of: Any, types: Any
) -> None:
    file = await a_case()
    asked = await ask(file)
    async with database.work(an_origin(now=OPENED)) as work:
        await record_payment(work, file.invoice.id, amount=Money(100_000, "EUR"))
    assert (await plan_of(file)).status is PlanStatus.WITHDRAWN
    assert await types() == ["requested"]
    async with database.work(an_origin(now=OPENED)) as work:
        with pytest.raises(FoyerError) as refused:
            await approve_plan(work, asked.id)
    assert refused.value.code == "payment_plan_already_decided"
