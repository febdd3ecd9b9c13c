"""Collecting an invoice by charges: what payments tell, and what is asked of them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.read_bill import read_bill
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.read_overview import read_overview
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import (
    MandateActivated,
    MandateData,
    PaidInvoiceData,
    PaymentData,
    PaymentFailed,
    PaymentMethodAdded,
    PaymentMethodData,
    PaymentProcessing,
    PaymentScheduled,
    PaymentScheduleWithdrawn,
    PaymentSucceeded,
)
from foyer_shared.messaging.transport import Done, Retry, Verdict
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

Deliver = Callable[..., Awaitable[Verdict]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]
APayment = Callable[..., PaymentData]

DAY = timedelta(days=1)


@pytest.fixture
def collected(an_order: AnOrder) -> Callable[[], Awaitable[Order]]:
    """Places an order over €24.20 that is collected automatically, and forgets the events."""

    async def make() -> Order:
        return await an_order(collection=Collection.AUTOMATIC, due_days=0)

    return make


@pytest.fixture
def a_payment() -> APayment:
    """Makes the payment of an attempt."""

    def make(order: Order, *, attempt: int | None = 1, payment_id: str = "pay_1", kind: str = "card") -> Any:
        amount = Amount(amount=2420, currency="EUR")
        return PaymentData(
            payment_id=payment_id,
            customer_id=order.customer_id,
            amount=amount,
            invoices=(PaidInvoiceData(invoice_id=order.invoice_id, amount=amount),),
            kind=kind,
            attempt=attempt,
        )

    return make


@pytest.fixture
def fail(deliver: Deliver, a_payment: APayment) -> Callable[..., Awaitable[Verdict]]:
    """An attempt fails."""

    async def make(
        order: Order, attempt: int | None, *, now: datetime, severity: Literal["hard", "soft"] = "soft"
    ) -> Verdict:
        payment = a_payment(order, attempt=attempt, payment_id=f"pay_{attempt}")
        return await deliver(
            PaymentFailed(payment=payment, severity=severity, code="insufficient_funds"), now=now
        )

    return make


@pytest.fixture
def told(database: Database) -> Callable[[], Awaitable[list[tuple[Any, ...]]]]:
    """What was announced of collecting: type, attempt, and when the next one is."""

    async def read() -> list[tuple[Any, ...]]:
        return [
            (event.type, event.data.get("attempt"), event.data.get("next_attempt_at"))
            for event in await announced(database)
        ]

    return read


async def test_the_whole_schedule_of_soft_failures(
    database: Database, collected: Any, fail: Any, told: Any
) -> None:
    order = await collected()
    for attempt, day in ((1, 0), (2, 1), (3, 3), (4, 7)):
        if attempt > 1:
            early = NOW + day * DAY - timedelta(seconds=1)
            assert await dun_everywhere(database, now=early) == 0
            assert await dun_everywhere(database, now=NOW + day * DAY) == 1
            assert await dun_everywhere(database, now=NOW + day * DAY) == 0
        assert await fail(order, attempt, now=NOW + day * DAY) == Done()
    assert await told() == [
        ("invoice.payment_failed", 1, "2026-03-11T09:30:00Z"),
        ("invoice.payment_due", 2, None),
        ("invoice.payment_failed", 2, "2026-03-13T09:30:00Z"),
        ("invoice.payment_due", 3, None),
        ("invoice.payment_failed", 3, "2026-03-17T09:30:00Z"),
        ("invoice.payment_due", 4, None),
        ("invoice.payment_failed", 4, None),
        ("invoice.retries_exhausted", None, None),
    ]
    failed, due, *_, exhausted = await announced(database)
    assert (failed.data["severity"], failed.data["code"]) == ("soft", "insufficient_funds")
    assert due.data["amount"] == {"amount": 2420, "currency": "EUR"}
    assert [failed.subjectversion, exhausted.subjectversion] == [2, 6]
    async with database.work(an_origin()) as work:
        invoice = (await read_invoice(work, order.invoice_id)).invoice
    assert (invoice.shown_status, invoice.version) == ("overdue", 6)
    # The customer was told on that day; there is no reminder besides.
    assert await dun_everywhere(database, now=NOW + 30 * DAY) == 0


@pytest.mark.parametrize("severity", ["soft", "hard"])
async def test_what_the_customer_has_to_pay_says_where_to_but_not_on_its_paper(
    database: Database, collected: Any, fail: Any, severity: str
) -> None:
    account = {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "holder": None}
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(bank_account=account))
    order = await collected()
    days = [(1, 0), (2, 1), (3, 3), (4, 7)] if severity == "soft" else [(1, 0)]
    for attempt, day in days:
        await dun_everywhere(database, now=NOW + day * DAY)
        await fail(order, attempt, now=NOW + day * DAY, severity=severity)
    named = account | {"holder": "Northwind B.V."}
    failures = [event for event in await announced(database) if event.type == "invoice.payment_failed"]
    told = [event.data["invoice"]["pay_to"] for event in failures]
    assert told == [None] * (len(days) - 1) + [named]
    async with database.work(an_origin()) as work:
        invoice = (await read_invoice(work, order.invoice_id)).invoice
        bill = await read_bill(work, order.invoice_id, await Businesses(work.session).get(work.scope))
    assert invoice.transfer_to == BankAccount(
        iban="NL91ABNA0417164300", bic="ABNANL2A", holder="Northwind B.V."
    )
    assert (bill.collected, bill.transfer_to) == (True, None)


async def test_a_hard_failure_leaves_time_to_pay_in_another_way(
    database: Database, collected: Any, fail: Any, told: Any
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW, severity="hard")
    assert await dun_everywhere(database, now=NOW + 6 * DAY) == 0
    assert await dun_everywhere(database, now=NOW + 7 * DAY) == 1
    assert await dun_everywhere(database, now=NOW + 8 * DAY) == 0
    assert await told() == [
        ("invoice.payment_failed", 1, None),
        ("invoice.retries_exhausted", None, None),
    ]


async def test_after_a_stop_what_was_missed_is_asked_for_once(
    database: Database, collected: Any, fail: Any, told: Any
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    assert await dun_everywhere(database, now=NOW + 20 * DAY) == 1
    assert await dun_everywhere(database, now=NOW + 20 * DAY) == 0
    await fail(order, 2, now=NOW + 20 * DAY)
    assert [line[:2] for line in await told()] == [
        ("invoice.payment_failed", 1),
        ("invoice.payment_due", 2),
        ("invoice.payment_failed", 2),
    ]
    assert (await told())[-1][2] == "2026-03-31T09:30:00Z"


async def test_two_jobs_at_once_ask_once(database: Database, collected: Any, fail: Any, told: Any) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    both = await asyncio.gather(*(dun_everywhere(database, now=NOW + DAY) for _ in range(4)))
    assert sum(both) == 1
    assert [line[:2] for line in await told()][1:] == [("invoice.payment_due", 2)]


async def test_what_was_paid_meanwhile_is_not_asked_for(
    database: Database, collected: Any, fail: Any, told: Any
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
    assert await dun_everywhere(database, now=NOW + DAY) == 1
    assert await dun_everywhere(database, now=NOW + 8 * DAY) == 0
    types = [line[0] for line in await told()]
    assert types == ["invoice.payment_failed", "invoice.paid", "order.paid"]


@pytest.mark.parametrize("late", [False, True])
async def test_nothing_is_asked_for_while_a_payment_is_under_way(
    database: Database, collected: Any, fail: Any, deliver: Deliver, a_payment: APayment, *, late: bool
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    by_hand = a_payment(order, attempt=None, payment_id="pay_9")
    processing = PaymentProcessing(payment=by_hand)
    failed = PaymentFailed(payment=by_hand, severity="hard", code="declined")
    for event in [failed, processing] if late else [processing]:
        await deliver(event)
    assert await dun_everywhere(database, now=NOW + DAY) == (1 if late else 0)
    await deliver(failed)
    assert await dun_everywhere(database, now=NOW + DAY) == (0 if late else 1)
    types = [event.type for event in await announced(database)]
    shown = [] if late else ["invoice.balance_changed"] * 2
    assert types == ["invoice.payment_failed", *shown, "invoice.payment_due"]


async def test_an_announced_collection_is_waited_for_and_shown(
    database: Database, collected: Any, fail: Any, deliver: Deliver, a_payment: APayment
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    debit = a_payment(order, attempt=2, payment_id="pay_9", kind="sepa_debit")
    scheduled = PaymentScheduled(
        payment=debit,
        collects_at=NOW + 14 * DAY,
        numbers=("NW-1",),
        mandate=MandateData(
            mandate_id="mdt_1", payment_method_id="pm_1", customer_id=order.customer_id, reference="NW-1"
        ),
        creditor_identifier="NL98ZZZ12345678901",
    )

    async def shown(now: datetime) -> tuple[datetime | None, datetime | None]:
        """On the invoice and at a glance."""
        async with database.work(an_origin(customer_id=order.customer_id, now=now)) as work:
            overview = await read_overview(work)
            return (await read_invoice(work, order.invoice_id)).collects_at, overview.collects_at.get(
                order.invoice_id
            )

    await deliver(scheduled)
    assert await shown(NOW) == (NOW + 14 * DAY, NOW + 14 * DAY)
    await deliver(scheduled.model_copy(update={"collects_at": NOW + 16 * DAY}))
    assert await shown(NOW) == (NOW + 16 * DAY, NOW + 16 * DAY)
    assert await shown(NOW + 16 * DAY) == (None, None)
    assert await dun_everywhere(database, now=NOW + DAY) == 0
    await deliver(PaymentScheduleWithdrawn(payment=debit))
    assert await shown(NOW) == (None, None)
    await deliver(scheduled)  # Late: what came of it is known.
    assert await shown(NOW) == (None, None)
    assert await dun_everywhere(database, now=NOW + DAY) == 1


async def test_one_that_has_succeeded_is_not_under_way(
    database: Database, collected: Any, fail: Any, deliver: Deliver, a_payment: APayment
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    other = a_payment(order, attempt=None, payment_id="pay_9")
    await deliver(PaymentProcessing(payment=other))
    await deliver(PaymentSucceeded(payment=other))
    assert await dun_everywhere(database, now=NOW + DAY) == 1


async def test_the_same_failure_twice_is_told_once(
    collected: Any, fail: Any, told: Any, stored: Stored
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW)
    before = await stored()
    await fail(order, 1, now=NOW + DAY)
    after = await stored()
    assert {name for name in after if after[name] != before[name]} == {"inbox"}
    assert len(await told()) == 1


async def test_one_by_hand_is_not_told(collected: Any, fail: Any, told: Any) -> None:
    assert await fail(await collected(), None, now=NOW) == Done()
    assert await told() == []


async def test_one_of_an_invoice_that_is_not_here_waits(
    collected: Any, deliver: Deliver, a_payment: APayment, stored: Stored
) -> None:
    payment = a_payment(await collected())
    elsewhere = payment.model_copy(
        update={"invoices": (payment.invoices[0].model_copy(update={"invoice_id": "inv_later"}),)}
    )
    before = await stored()
    verdict = await deliver(PaymentFailed(payment=elsewhere, severity="soft", code="declined"))
    assert verdict == Retry("NotYet: There is no such invoice.")
    assert await stored() == before


@pytest.mark.parametrize("by", ["card", "mandate"])
async def test_a_new_way_to_pay_is_tried_at_once(
    database: Database, collected: Any, fail: Any, deliver: Deliver, told: Any, by: str
) -> None:
    order = await collected()
    await fail(order, 1, now=NOW, severity="hard")
    kind = "card" if by == "card" else "sepa_debit"
    method = PaymentMethodData(
        payment_method_id="pm_2", customer_id=order.customer_id, kind=kind, label="x", is_default=True
    )
    mandate = MandateData(
        mandate_id="mnd_1", payment_method_id="pm_2", customer_id=order.customer_id, reference="NW-1"
    )
    await deliver(PaymentMethodAdded(payment_method=method), now=NOW + timedelta(hours=1))
    if by == "mandate":
        assert await dun_everywhere(database, now=NOW + timedelta(hours=1)) == 0
        await deliver(MandateActivated(mandate=mandate), now=NOW + timedelta(hours=1))
    assert await dun_everywhere(database, now=NOW + timedelta(hours=1)) == 1
    assert (await told())[-1][:2] == ("invoice.payment_due", 2)


async def test_what_is_sent_for_payment_is_never_charged(an_order: AnOrder, fail: Any, told: Any) -> None:
    assert await fail(await an_order(), 1, now=NOW) == Done()
    assert await told() == []
