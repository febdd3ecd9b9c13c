"""Money that goes back, and money that is held back."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.credit_note import CreditNote, CreditTo
from foyer_invoicing.domain.invoice import InvoiceStatus, ShownStatus
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.payment import PaymentNotRecorded, PaymentStatus
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.reverse_recorded_payment import reverse_recorded_payment
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import (
    DisputeData,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    PaymentReversed,
    PaymentSucceeded,
    RefundData,
    RefundFailed,
    RefundSucceeded,
)
from foyer_shared.messaging.transport import Done, Retry
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced

Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]


@pytest.fixture
def a_paid_order(
    an_order: Callable[..., Awaitable[Order]], a_card_payment: Any, deliver: Any
) -> Callable[[], Awaitable[Order]]:
    """An order over €24.20 that was paid by card, as `pay_1`."""

    async def make() -> Order:
        order = await an_order()
        payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
        assert await deliver(PaymentSucceeded(payment=payment), event_id="evt_paid") == Done()
        return order

    return make


def a_refund(order: Order, amount: int, *, note: CreditNote | None = None) -> RefundData:
    """Of `pay_1`."""
    return RefundData(
        refund_id="ref_1",
        payment_id="pay_1",
        customer_id=order.customer_id,
        amount=Amount(amount=amount, currency="EUR"),
        credit_note_id=note.id if note else None,
    )


def a_dispute(order: Order, amount: int = 2420) -> DisputeData:
    """Of `pay_1`."""
    return DisputeData(
        dispute_id="dsp_1",
        payment_id="pay_1",
        customer_id=order.customer_id,
        amount=Amount(amount=amount, currency="EUR"),
    )


@pytest.fixture
def refund(database: Database) -> Callable[[Order, int], Awaitable[CreditNote]]:
    """Gives back an amount of an order's invoice to where it was paid from."""

    async def give_back(order: Order, amount: int) -> CreditNote:
        async with database.work(an_origin()) as work:
            note, _ = await credit_invoice(
                work, order.invoice_id, amount=Money(amount, "EUR"), credit_to=CreditTo.REFUND
            )
        return note

    return give_back


@pytest.fixture
def left(database: Database) -> Callable[[Order], Awaitable[tuple[int, int, PaymentStatus, list[Money]]]]:
    """What of `pay_1` can still be refunded, what was taken back of it, its status, and the balances."""

    async def read(order: Order) -> tuple[int, int, PaymentStatus, list[Money]]:
        async with database.work(an_origin()) as work:
            (payment,) = await Payments(work.session).list_of(work.scope, order.invoice_id)
            balances = await Balances(work.session).list_of(work.scope, order.customer_id)
        return payment.refundable.amount, payment.reversed, payment.status, balances

    return read


async def test_what_was_paid_by_card_goes_back_to_it(
    database: Database, a_paid_order: Any, refund: Any, deliver: Any, left: Any, booked: Booked
) -> None:
    order = await a_paid_order()
    note = await refund(order, 1210)
    (part,) = note.refunds
    assert (part.payment_id, part.amount, note.to_balance) == ("pay_1", Money(1210, "EUR"), Money(0, "EUR"))
    issued = next(event for event in await announced(database) if event.type == "credit_note.issued")
    assert issued.data["credit_note"]["refunds"] == [
        {"payment_id": "pay_1", "amount": {"amount": 1210, "currency": "EUR"}}
    ]
    told = RefundSucceeded(refund=a_refund(order, 1210, note=note))
    for event_id in ("evt_1", "evt_1", "evt_2"):
        assert await deliver(told, event_id=event_id) == Done()
    assert await left(order) == (1210, 0, PaymentStatus.SUCCEEDED, [])
    assert (await booked())[-2:] == [
        ("credit_note_issued", {"revenue": 1000, "tax": 210, "refunds": -1210}),
        ("refund_succeeded", {"refunds": 1210, "cash": -1210}),
    ]


@pytest.mark.parametrize("had_gone", [True, False])
async def test_a_refund_that_fails_becomes_balance(
    a_paid_order: Any, refund: Any, deliver: Any, left: Any, booked: Booked, *, had_gone: bool
) -> None:
    order = await a_paid_order()
    told = a_refund(order, 1210, note=await refund(order, 1210))
    if had_gone:
        assert await deliver(RefundSucceeded(refund=told), event_id="evt_1") == Done()
    for event_id in ("evt_2", "evt_3"):
        assert await deliver(RefundFailed(refund=told, code="account_closed"), event_id=event_id) == Done()
    assert await deliver(RefundSucceeded(refund=told), event_id="evt_4") == Done()
    assert await left(order) == (2420, 0, PaymentStatus.SUCCEEDED, [Money(1210, "EUR")])
    assert (await booked())[-1] == (
        "refund_failed",
        {"cash" if had_gone else "refunds": 1210, "customer_balance": -1210},
    )


async def test_what_was_refunded_past_foyer_gets_its_credit_note(
    database: Database, a_paid_order: Any, deliver: Any, left: Any, booked: Booked
) -> None:
    order = await a_paid_order()
    assert await deliver(RefundSucceeded(refund=a_refund(order, 2420)), event_id="evt_1") == Done()
    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
        (note,) = await CreditNotes(work.session).list_page(work.scope, limit=10)
    assert (invoice.shown_status, invoice.credited) == (ShownStatus.REFUNDED, Money(2420, "EUR"))
    assert (note.totals.total, note.refunds[0].refund_id) == (Money(2420, "EUR"), "ref_1")
    assert await left(order) == (0, 0, PaymentStatus.SUCCEEDED, [])
    issued = next(event for event in await announced(database) if event.type == "credit_note.issued")
    assert issued.data["credit_note"]["refunds"] == []
    assert (await booked())[-2:] == [
        ("credit_note_issued", {"revenue": 2000, "tax": 420, "refunds": -2420}),
        ("refund_succeeded", {"refunds": 2420, "cash": -2420}),
    ]


async def test_more_than_was_paid_is_not_refunded(
    a_paid_order: Any, deliver: Any, stored: Callable[[], Awaitable[dict[str, list[Any]]]]
) -> None:
    order = await a_paid_order()
    before = await stored()
    verdict = await deliver(RefundSucceeded(refund=a_refund(order, 2421)), event_id="evt_1")
    assert isinstance(verdict, Retry)
    assert "RefundAbovePaid" in verdict.reason
    assert await stored() == before


@pytest.mark.parametrize("late", [False, True])
async def test_a_dispute_that_is_won_leaves_all_as_it_was(
    a_paid_order: Any, deliver: Any, left: Any, booked: Booked, *, late: bool
) -> None:
    order = await a_paid_order()
    events = [DisputeOpened(dispute=a_dispute(order)), DisputeWon(dispute=a_dispute(order))]
    if not late:
        await deliver(events[0], event_id="evt_1")
        assert await left(order) == (0, 0, PaymentStatus.DISPUTED, [])
        assert (await booked())[-1] == ("dispute_opened", {"disputes": 2420, "cash": -2420})
    for event in reversed(events):
        assert await deliver(event, event_id=f"evt_{event.type}") == Done()
    assert await left(order) == (2420, 0, PaymentStatus.SUCCEEDED, [])
    moved = [entry for _, entry in await booked()]
    assert sum(entry.get("disputes", 0) for entry in moved) == 0
    assert sum(entry.get("cash", 0) for entry in moved) == 2420


@pytest.mark.parametrize("late", [False, True])
async def test_a_dispute_that_is_lost_opens_the_invoice_again(
    database: Database, a_paid_order: Any, deliver: Any, left: Any, booked: Booked, *, late: bool
) -> None:
    order = await a_paid_order()
    opened, lost = DisputeOpened(dispute=a_dispute(order)), DisputeLost(dispute=a_dispute(order))
    for number, event in enumerate([lost, opened, lost] if late else [opened, lost, opened]):
        assert await deliver(event, event_id=f"evt_{number}") == Done()
    assert await left(order) == (0, 2420, PaymentStatus.REVERSED, [])
    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
    assert (invoice.status, invoice.open) == (InvoiceStatus.OPEN, Money(2420, "EUR"))
    moved = [entry for _, entry in await booked()]
    assert {
        account: sum(entry.get(account, 0) for entry in moved)
        for account in ("cash", "disputes", "receivable")
    } == {"cash": 0, "disputes": 0, "receivable": 2420}


@pytest.mark.parametrize("paid_meanwhile", [False, True])
async def test_a_dispute_that_is_won_after_all_pays_again(
    database: Database, a_paid_order: Any, deliver: Any, booked: Booked, *, paid_meanwhile: bool
) -> None:
    """Once, and only after the loss was heard of; what was paid in another way meanwhile makes it credit."""
    order = await a_paid_order()
    won = DisputeWon(dispute=a_dispute(order), was_lost=True)
    assert isinstance(await deliver(won, event_id="evt_early"), Retry)
    await deliver(DisputeOpened(dispute=a_dispute(order)), event_id="evt_1")
    await deliver(DisputeLost(dispute=a_dispute(order)), event_id="evt_2")
    if paid_meanwhile:
        async with database.work(an_origin()) as work:
            await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
    for number in range(2):
        assert await deliver(won, event_id=f"evt_won_{number}") == Done()

    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
        payments = await Payments(work.session).list_of(work.scope, order.invoice_id)
        balances = await Balances(work.session).list_of(work.scope, order.customer_id)
    assert (invoice.status, invoice.open.amount) == (InvoiceStatus.PAID, 0)
    assert [(each.amount.amount, each.surplus) for each in payments if each.reference == "dsp_1"] == [
        (2420, 2420 if paid_meanwhile else 0)
    ]
    assert balances == ([Money(2420, "EUR")] if paid_meanwhile else [])
    moved = [entry for _, entry in await booked()]
    assert {
        account: sum(entry.get(account, 0) for entry in moved)
        for account in ("cash", "disputes", "receivable")
    } == {"cash": 4840 if paid_meanwhile else 2420, "disputes": 0, "receivable": 0}


async def test_a_return_that_the_bank_undoes_pays_again(
    database: Database, a_paid_order: Any, a_card_payment: Any, deliver: Any
) -> None:
    order = await a_paid_order()
    won = DisputeWon(dispute=a_dispute(order), was_lost=True)
    back = PaymentReversed(
        payment=a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420}),
        reversal_id="dsp_1",
        amount=Amount(amount=2420, currency="EUR"),
        code="AM04",
        severity="soft",
    )
    assert isinstance(await deliver(won, event_id="evt_early"), Retry)
    assert await deliver(back, event_id="evt_1") == Done()
    for number in range(2):
        assert await deliver(won, event_id=f"evt_won_{number}") == Done()

    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
        payments = await Payments(work.session).list_of(work.scope, order.invoice_id)
    assert (invoice.status, invoice.open.amount) == (InvoiceStatus.PAID, 0)
    assert [each.amount.amount for each in payments if each.reference == "dsp_1"] == [2420]


async def test_before_its_payment_nothing_of_it_is_booked(
    an_order: Callable[..., Awaitable[Order]], deliver: Any, booked: Booked
) -> None:
    order = await an_order()
    for number, event in enumerate(
        [
            RefundSucceeded(refund=a_refund(order, 10)),
            RefundFailed(refund=a_refund(order, 10), code="expired"),
            DisputeOpened(dispute=a_dispute(order)),
            DisputeWon(dispute=a_dispute(order)),
            DisputeWon(dispute=a_dispute(order), was_lost=True),
            DisputeLost(dispute=a_dispute(order)),
        ]
    ):
        assert isinstance(await deliver(event, event_id=f"evt_{number}"), Retry)
    assert [occasion for occasion, _ in await booked()] == ["invoice_finalized"]


async def test_staff_do_not_take_back_what_came_by_a_provider(database: Database, a_paid_order: Any) -> None:
    await a_paid_order()
    async with database.work(an_origin()) as work:
        with pytest.raises(PaymentNotRecorded):
            await reverse_recorded_payment(work, "pay_1", reason="a mistake")
