"""Collection cases: opened, taken on, stopped, and closed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.collection_case import CaseStatus, CollectionCase, HoldReason, Outcome, Stage
from foyer_invoicing.domain.collection_settings import CaseOpening
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.retry_schedule import Severity
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.advance_case import advance_case
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.follow_dispute import follow_dispute
from foyer_invoicing.use_cases.hold_case import hold_case
from foyer_invoicing.use_cases.open_collection_case import open_collection_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.release_case import release_case
from foyer_invoicing.use_cases.request_plan import request_plan
from foyer_invoicing.use_cases.settle_collection_case import settle_collection_case
from foyer_invoicing.use_cases.take_back_payment import take_back_payment
from foyer_invoicing.use_cases.take_payment import take_payment
from foyer_invoicing.use_cases.waive_costs import waive_costs
from foyer_shared.basics.errors import Conflict, FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import DisputeData, PaidInvoiceData, PaymentData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, an_origin
from foyer_shared.testing.outbox import announced

ACase = Callable[..., Awaitable[CaseFile]]
AnOrder = Callable[..., Awaitable[Order]]
Collects = Callable[..., Awaitable[None]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

OPENED = datetime(2026, 4, 7, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def cases(database: Database) -> Callable[[], Awaitable[list[CollectionCase]]]:
    """All of Northwind's, the newest first."""

    async def read() -> list[CollectionCase]:
        async with database.work(an_origin()) as work:
            return await CollectionCases(work.session).list_page(work.scope, limit=100)

    return read


async def test_it_is_opened_so_many_days_after_the_due_date(
    database: Database, collects: Collects, an_overdue_order: AnOrder, cases: Any
) -> None:
    await collects()
    order = await an_overdue_order()
    await dun_everywhere(database, now=OPENED - DAY)
    assert await cases() == []
    await dun_everywhere(database, now=OPENED)
    await dun_everywhere(database, now=OPENED)
    (case,) = await cases()
    assert (case.number, case.stage, case.invoice_id) == (
        "NW-C-1001",
        Stage.FRIENDLY_REMINDER,
        order.invoice_id,
    )
    assert case.next_on == date(2026, 4, 21)
    *_, opened = await announced(database)
    assert (opened.type, opened.subject, opened.customerid) == (
        "collection_case.opened",
        case.id,
        order.customer_id,
    )
    told = opened.data["case"]
    assert (told["days_overdue"], told["amount"]) == (14, {"amount": 100_000, "currency": "EUR"})


@pytest.mark.parametrize("opening", [CaseOpening.OFF, CaseOpening.BY_STAFF])
async def test_by_itself_only_where_the_business_wants_that(
    database: Database, collects: Collects, an_overdue_order: AnOrder, cases: Any, opening: CaseOpening
) -> None:
    await collects(opening=opening)
    order = await an_overdue_order()
    await dun_everywhere(database, now=OPENED + 30 * DAY)
    assert await cases() == []
    async with database.work(an_origin(now=OPENED)) as work:
        if opening is CaseOpening.BY_STAFF:
            await open_collection_case(work, order.invoice_id)
        else:
            with pytest.raises(Conflict) as refused:
                await open_collection_case(work, order.invoice_id)
            assert refused.value.code == "collection_cases_off"


async def test_a_person_in_the_netherlands_pays_costs_after_14_days_of_notice(
    database: Database, a_case: ACase, cases: Any
) -> None:
    opened = await a_case(country="NL")
    seen = []
    for day in range(70):
        if await dun_everywhere(database, now=OPENED + day * DAY):
            (case,) = await cases()
            seen.append((case.stage, case.stage_on))
    assert seen == [
        (Stage.FORMAL_NOTICE, date(2026, 4, 21)),
        (Stage.FEES_ADDED, date(2026, 5, 6)),
        (Stage.FINAL_WARNING, date(2026, 5, 20)),
    ]
    events = [event for event in await announced(database) if event.type.startswith("collection_case")]
    assert [event.subjectversion for event in events] == [2, 3, 4]
    notice, fees, _ = (event.data["case"] for event in events)
    assert (notice["pay_by"], notice["named_fees"]) == ("2026-05-05", {"amount": 15_000, "currency": "EUR"})
    assert (notice["fees"]["amount"], fees["fees"]["amount"]) == (0, 15_000)
    (case,) = await cases()
    async with database.work(an_origin()) as work:
        whole = await read_invoice(work, str(case.fee_invoice_id))
    costs, (line,) = whole.invoice, whole.lines
    assert (costs.totals.total, costs.case_id) == (Money(15_000, "EUR"), case.id)
    assert line.line.description == f"Incassokosten voor factuur {opened.invoice.number}"
    assert (line.percent, line.category) == (Decimal(0), TaxCategory.OUTSIDE_SCOPE)


async def test_where_the_law_gives_nothing_there_are_no_costs(
    database: Database, a_case: ACase, cases: Any
) -> None:
    await a_case(country="FR")
    for day in range(70):
        await dun_everywhere(database, now=OPENED + day * DAY)
    (case,) = await cases()
    assert (case.stage, case.fee_invoice_id, case.stage_on) == (
        Stage.FINAL_WARNING,
        None,
        date(2026, 5, 5),
    )


async def test_after_a_stop_it_goes_on_by_one_stage(database: Database, a_case: ACase, cases: Any) -> None:
    await a_case(country="FR")
    late = OPENED + 60 * DAY
    while await dun_everywhere(database, now=late):
        pass
    (case,) = await cases()
    assert (case.stage, case.stage_on) == (Stage.FORMAL_NOTICE, date(2026, 6, 6))


async def test_two_jobs_at_once_take_a_step_once(
    database: Database, collects: Collects, an_overdue_order: AnOrder, cases: Any
) -> None:
    await collects()
    for email in ("a@example.com", "b@example.com", "c@example.com"):
        await an_overdue_order(email=email)
    await asyncio.gather(*(dun_everywhere(database, now=OPENED) for _ in range(4)))
    assert sorted(case.number for case in await cases()) == ["NW-C-1001", "NW-C-1002", "NW-C-1003"]
    await asyncio.gather(*(dun_everywhere(database, now=OPENED + 14 * DAY) for _ in range(4)))
    assert {(case.stage, case.version) for case in await cases()} == {(Stage.FORMAL_NOTICE, 2)}
    types = [event.type for event in await announced(database)]
    assert types.count("collection_case.opened") == 3
    assert types.count("collection_case.advanced") == 3


@pytest.mark.parametrize("why", ["held", "under way", "plan"])
async def test_what_stops_it(database: Database, a_case: ACase, cases: Any, why: str) -> None:
    case = (await a_case()).case
    async with database.work(an_origin(now=OPENED)) as work:
        match why:
            case "held":
                await hold_case(work, case.id, HoldReason.DISPUTE)
            case "under way":
                collectings = Collectings(work.session)
                await collectings.note_charge(work.scope, "pay_1", case.invoice_id, settled=False)
            case "plan":
                await request_plan(work, case.id, instalments=3)
    assert await dun_everywhere(database, now=OPENED + 30 * DAY) == 0
    code = {"held": "case_on_hold", "under way": "payment_under_way", "plan": "payment_plan_runs"}[why]
    async with database.work(an_origin(now=OPENED)) as work:
        with pytest.raises(Conflict) as refused:
            await advance_case(work, case.id)
    assert refused.value.code == code
    (stopped,) = await cases()
    assert stopped.stage is Stage.FRIENDLY_REMINDER


async def test_released_it_has_its_days_anew(database: Database, a_case: ACase, cases: Any) -> None:
    case = (await a_case()).case
    async with database.work(an_origin(now=OPENED)) as work:
        await hold_case(work, case.id, HoldReason.AGREEMENT)
    async with database.work(an_origin(now=OPENED + 30 * DAY)) as work:
        await release_case(work, case.id)
    assert await dun_everywhere(database, now=OPENED + 43 * DAY) == 0
    assert await dun_everywhere(database, now=OPENED + 44 * DAY) == 1
    events = await announced(database)
    assert [(event.type, event.subjectversion) for event in events] == [
        ("collection_case.held", 2),
        ("collection_case.released", 3),
        ("collection_case.advanced", 4),
    ]
    assert events[0].data["reason"] == "agreement"


async def test_paid_in_full_with_its_costs_it_is_settled(
    database: Database, a_case: ACase, cases: Any
) -> None:
    case = (await a_case(country="NL")).case
    for day in (14, 29):
        await dun_everywhere(database, now=OPENED + day * DAY)
    (case,) = await cases()
    paying = OPENED + 30 * DAY
    async with database.work(an_origin(now=paying)) as work:
        await record_payment(work, case.invoice_id, amount=Money(100_000, "EUR"))
    (case,) = await cases()
    assert case.status is CaseStatus.OPEN
    async with database.work(an_origin(now=paying)) as work:
        await record_payment(work, str(case.fee_invoice_id), amount=Money(15_000, "EUR"))
    (case,) = await cases()
    assert (case.settled_at, case.outcome) == (paying, Outcome.PAID)
    *_, settled = await announced(database)
    assert (settled.type, settled.data["outcome"]) == ("collection_case.settled", "paid")
    assert await dun_everywhere(database, now=OPENED + 90 * DAY) == 0


async def test_costs_are_charged_of_what_is_open_by_then(
    database: Database, a_case: ACase, cases: Any
) -> None:
    case = (await a_case(country="NL")).case
    await dun_everywhere(database, now=OPENED + 14 * DAY)
    async with database.work(an_origin(now=OPENED + 15 * DAY)) as work:
        await record_payment(work, case.invoice_id, amount=Money(50_000, "EUR"))
    await dun_everywhere(database, now=OPENED + 29 * DAY)
    (case,) = await cases()
    async with database.work(an_origin()) as work:
        (file,) = await read_case_files(work, [case])
    assert (file.amount, file.fees) == (Money(50_000, "EUR"), Money(7_500, "EUR"))


async def test_costs_can_be_waived(database: Database, a_case: ACase, cases: Any, booked: Any) -> None:
    await a_case(country="NL")
    for day in (14, 29):
        await dun_everywhere(database, now=OPENED + day * DAY)
    (case,) = await cases()
    async with database.work(an_origin(now=OPENED + 30 * DAY)) as work:
        waived = await waive_costs(work, case.id)
    assert (waived.fees, waived.amount) == (Money(0, "EUR"), Money(100_000, "EUR"))
    assert waived.fee_invoice is not None
    assert waived.fee_invoice.status is InvoiceStatus.VOID
    async with database.work(an_origin(now=OPENED + 30 * DAY)) as work:
        with pytest.raises(Conflict) as refused:
            await waive_costs(work, case.id)
    assert refused.value.code == "no_costs_to_waive"
    assert "invoice.voided" in [event.type for event in await announced(database)]
    assert (await booked())[1:] == [
        ("invoice_finalized", {"receivable": 15_000, "fees": -15_000}),
        ("invoice_voided", {"receivable": -15_000, "fees": 15_000}),
    ]


async def test_a_part_of_the_costs_can_be_waived(
    database: Database, a_case: ACase, cases: Any, booked: Any, stored: Stored
) -> None:
    await a_case(country="NL")
    for day in (14, 29):
        await dun_everywhere(database, now=OPENED + day * DAY)
    (case,) = await cases()
    origin, before = an_origin(now=OPENED + 30 * DAY), await stored()
    for amount, code in (
        (Money(15_001, "EUR"), "waiver_above_costs"),
        (Money(0, "EUR"), "credit_not_positive"),
        (Money(100, "USD"), "credit_currency_differs"),
    ):
        with pytest.raises(FoyerError) as refused:
            async with database.work(origin) as work:
                await waive_costs(work, case.id, amount=amount)
        assert refused.value.code == code
    assert await stored() == before
    async with database.work(origin) as work:
        waived = await waive_costs(work, case.id, amount=Money(5_000, "EUR"))
    assert (waived.fees, waived.amount) == (Money(10_000, "EUR"), Money(100_000, "EUR"))
    assert (await booked())[-1] == ("credit_note_issued", {"fees": 5_000, "receivable": -5_000})
    async with database.work(origin) as work:
        waived = await waive_costs(work, case.id, amount=Money(10_000, "EUR"))
    assert (waived.fees, waived.case.status) == (Money(0, "EUR"), CaseStatus.OPEN)


@pytest.mark.parametrize("ends", ["won", "lost"])
async def test_it_waits_while_a_payment_is_disputed(
    database: Database, a_case: ACase, cases: Any, ends: str
) -> None:
    file = await a_case(country="FR")
    part = Amount(amount=40_000, currency="EUR")
    customer_id = file.case.customer_id
    payment = PaymentData(
        payment_id="pay_1",
        customer_id=customer_id,
        amount=part,
        invoices=(PaidInvoiceData(invoice_id=file.invoice.id, amount=part),),
    )
    dispute = DisputeData(dispute_id="dsp_1", payment_id="pay_1", customer_id=customer_id, amount=part)
    async with database.work(an_origin(now=OPENED)) as work:
        await take_payment(work, payment, fee=None)
    async with database.work(an_origin(now=OPENED)) as work:
        await follow_dispute(work, dispute, won=False)
    (held,) = await cases()
    assert (held.hold_reason, held.held_at) == (HoldReason.DISPUTE, OPENED)
    later = OPENED + 30 * DAY
    assert await dun_everywhere(database, now=later) == 0
    async with database.work(an_origin(now=later)) as work:
        if ends == "won":
            await follow_dispute(work, dispute, won=True)
        else:
            await take_back_payment(
                work,
                "pay_1",
                customer_id=customer_id,
                amount=part.money(),
                failure_code="disputed",
                severity=Severity.HARD,
                occasion=Occasion.DISPUTE_LOST,
                cause="dsp_1",
            )
    (released,) = await cases()
    assert (released.held_at, released.next_on) == (None, date(2026, 5, 21))


async def test_staff_can_be_content_with_a_part(database: Database, a_case: ACase, cases: Any) -> None:
    case = (await a_case()).case
    async with database.work(an_origin(now=OPENED)) as work:
        await record_payment(work, case.invoice_id, amount=Money(60_000, "EUR"))
    async with database.work(an_origin(now=OPENED)) as work:
        settled = await settle_collection_case(work, case.id)
    assert (settled.case.outcome, settled.total) == (Outcome.PARTIAL, Money(0, "EUR"))
    assert settled.invoice.status is InvoiceStatus.UNCOLLECTIBLE
    types = [event.type for event in await announced(database)]
    assert types == ["invoice.balance_changed", "invoice.uncollectible", "collection_case.settled"]
    assert await dun_everywhere(database, now=OPENED + 90 * DAY) == 0


async def test_after_the_last_stage_staff_give_it_to_others(
    database: Database, a_case: ACase, cases: Any
) -> None:
    case = (await a_case(country="FR", settings={"days_between_stages": None})).case
    assert await dun_everywhere(database, now=OPENED + 90 * DAY) == 0
    for _ in range(3):
        async with database.work(an_origin(now=OPENED)) as work:
            await advance_case(work, case.id)
    (case,) = await cases()
    assert (case.stage, case.external_at) == (Stage.FINAL_WARNING, OPENED)
    async with database.work(an_origin(now=OPENED)) as work:
        with pytest.raises(Conflict) as refused:
            await advance_case(work, case.id)
    assert refused.value.code == "case_with_external"
    *_, told = await announced(database)
    assert told.data["case"]["external"] is True


async def test_what_has_no_case_to_open(
    database: Database, a_case: ACase, an_order: AnOrder, a_customer: Any
) -> None:
    case = (await a_case()).case
    fresh = await an_order(await a_customer("new@example.com"), now=OPENED)
    for invoice_id, code in (
        (case.invoice_id, "collection_case_already_open"),
        (fresh.invoice_id, "invoice_not_overdue"),
    ):
        async with database.work(an_origin(now=OPENED)) as work:
            with pytest.raises(Conflict) as refused:
                await open_collection_case(work, invoice_id)
        assert refused.value.code == code


async def test_a_case_of_another_business_is_not_found(database: Database, a_case: ACase) -> None:
    case = (await a_case()).case
    async with database.work(an_origin(CONTOSO, now=OPENED)) as work:
        with pytest.raises(Exception, match="There is no such collection case"):
            await advance_case(work, case.id)
