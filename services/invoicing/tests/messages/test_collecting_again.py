"""Money that is taken back from an invoice that is collected by charges: it is collected again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
import pytest_asyncio
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.set_dunning import set_dunning
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import (
    DisputeData,
    DisputeLost,
    PaidInvoiceData,
    PaymentData,
    PaymentFailed,
    PaymentReversed,
    PaymentSucceeded,
)
from foyer_shared.messaging.transport import Done, Verdict
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

Deliver = Callable[..., Awaitable[Verdict]]
AnOrder = Callable[..., Awaitable[Order]]

DAY = timedelta(days=1)
PRICE = Amount(amount=2420, currency="EUR")


def a_payment(order: Order, attempt: int | None, kind: str = "sepa_debit") -> PaymentData:
    """Of an order's whole invoice."""
    return PaymentData(
        payment_id=f"pay_{attempt}",
        customer_id=order.customer_id,
        amount=PRICE,
        invoices=(PaidInvoiceData(invoice_id=order.invoice_id, amount=PRICE),),
        kind=kind,
        attempt=attempt,
    )


@pytest.fixture
def take_back(deliver: Deliver) -> Callable[..., Awaitable[None]]:
    """A payment succeeds, and is taken back at once."""

    async def make(
        order: Order, payment: PaymentData, *, now: datetime, severity: Literal["hard", "soft"] = "soft"
    ) -> None:
        back = PaymentReversed(
            payment=payment,
            reversal_id=f"rev_{payment.payment_id}",
            amount=PRICE,
            code="AM04",
            severity=severity,
        )
        for event in (PaymentSucceeded(payment=payment), back, back):
            assert await deliver(event, now=now) == Done()

    return make


@pytest.fixture
def asked(database: Database) -> Callable[[], Awaitable[list[tuple[str, int | None]]]]:
    """What was told of collecting."""

    async def read() -> list[tuple[str, int | None]]:
        told = {"invoice.payment_due", "invoice.reopened", "invoice.retries_exhausted"}
        events = await announced(database)
        return [(event.type, event.data.get("attempt")) for event in events if event.type in told]

    return read


@pytest_asyncio.fixture
async def no_reminders(database: Database) -> None:
    """What the job does is collecting alone."""
    async with database.work(an_origin()) as work:
        await set_dunning(work, replace(USUAL_DUNNING, remind_after_days=None))


@pytest.mark.usefixtures("no_reminders")
async def test_a_direct_debit_is_asked_for_twice_more(
    database: Database, an_order: AnOrder, take_back: Any, asked: Any
) -> None:
    order = await an_order(collection=Collection.AUTOMATIC, due_days=0)
    now, waited = NOW, []
    for attempt in (1, 2, 3):
        await take_back(order, a_payment(order, attempt), now=now)
        for day in range(1, 30):
            if await dun_everywhere(database, now=now + day * DAY):
                waited.append(day)
                now += day * DAY
                break
    assert waited == [1, 3]
    assert await asked() == [
        ("invoice.reopened", None),
        ("invoice.payment_due", 2),
        ("invoice.reopened", None),
        ("invoice.payment_due", 3),
        ("invoice.reopened", None),
        ("invoice.retries_exhausted", None),
    ]


@pytest.mark.usefixtures("no_reminders")
async def test_a_hard_one_leaves_the_days_to_pay_in_another_way(
    database: Database, an_order: AnOrder, take_back: Any, asked: Any
) -> None:
    account = {"iban": "NL91ABNA0417164300", "bic": None, "holder": "Northwind Holding"}
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(bank_account=account))
    order = await an_order(collection=Collection.AUTOMATIC, due_days=0)
    later = NOW + 40 * DAY
    await take_back(order, a_payment(order, 1, "card"), now=later, severity="hard")
    assert await dun_everywhere(database, now=later + 6 * DAY) == 0
    assert await dun_everywhere(database, now=later + 7 * DAY) == 1
    assert await asked() == [("invoice.reopened", None), ("invoice.retries_exhausted", None)]
    *_, given_up = await announced(database)
    assert given_up.data["invoice"]["pay_to"] == account


async def test_what_was_paid_by_hand_before_the_attempt_was_made_is_asked_for(
    database: Database, an_order: AnOrder, take_back: Any, asked: Any
) -> None:
    order = await an_order(collection=Collection.AUTOMATIC, due_days=0)
    await take_back(order, a_payment(order, None, "ideal"), now=NOW)
    assert await dun_everywhere(database, now=NOW + DAY) == 1
    assert (await asked())[-1] == ("invoice.payment_due", 2)


async def test_what_was_given_up_stays_so(
    database: Database, an_order: AnOrder, take_back: Any, deliver: Deliver, asked: Any
) -> None:
    order = await an_order(collection=Collection.AUTOMATIC, due_days=0)
    await deliver(PaymentFailed(payment=a_payment(order, 1), severity="hard", code="AC04"))
    await dun_everywhere(database, now=NOW + 7 * DAY)
    await take_back(order, a_payment(order, None, "ideal"), now=NOW + 8 * DAY)
    assert await dun_everywhere(database, now=NOW + 60 * DAY) == 0
    assert [told for told, _ in await asked()] == ["invoice.retries_exhausted", "invoice.reopened"]


async def test_a_lost_dispute_is_not_charged_for_again(
    database: Database, an_order: AnOrder, deliver: Deliver, asked: Any
) -> None:
    order = await an_order(collection=Collection.AUTOMATIC, due_days=0)
    await deliver(PaymentSucceeded(payment=a_payment(order, 1, "card")))
    lost = DisputeData(dispute_id="dsp_1", payment_id="pay_1", customer_id=order.customer_id, amount=PRICE)
    await deliver(DisputeLost(dispute=lost))
    async with database.work(an_origin()) as work:
        collecting = await Collectings(work.session).find_for_update(work.scope, order.invoice_id)
    assert collecting is not None
    assert (collecting.retried_at, collecting.next_at) == (None, NOW + 7 * DAY)
    await dun_everywhere(database, now=NOW + 7 * DAY)
    assert [told for told, _ in await asked()] == ["invoice.reopened", "invoice.retries_exhausted"]


async def test_what_is_sent_for_payment_is_reminded_of(
    database: Database, an_order: AnOrder, take_back: Any, asked: Any
) -> None:
    order = await an_order()
    await take_back(order, a_payment(order, None), now=NOW)
    for days in (15, 30):
        await dun_everywhere(database, now=NOW + days * DAY)
    assert [event.type for event in await announced(database)][-2:] == [
        "invoice.overdue",
        "invoice.reminder_due",
    ]
    assert await asked() == [("invoice.reopened", None)]
