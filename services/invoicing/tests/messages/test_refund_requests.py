"""What a customer has asked back, and staff agreed to, is given back once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.creditable import LineToCredit
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import PaymentSucceeded
from foyer_shared.contracts.support import (
    RefundLineData,
    RefundPortionData,
    RefundRequestApproved,
    RefundRequestData,
)
from foyer_shared.messaging.transport import Done
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced

Deliver = Callable[..., Awaitable[Any]]


def approval(order: Order, amount: int, *, whole: bool = False, quantity: int = 0) -> RefundRequestApproved:
    """Of so much of an order over two lamps for €24.20."""
    portion = RefundPortionData(
        amount=Amount(amount=amount, currency="EUR"),
        whole=whole,
        lines=(RefundLineData(line=1, quantity=quantity),) if quantity else (),
    )
    request = RefundRequestData(
        refund_request_id="rrq_1",
        customer_id=order.customer_id,
        ticket_id="tkt_1",
        ticket_number="T-1001",
        invoice_id=order.invoice_id,
        invoice_number="NW-2026-00001",
        asked=portion,
    )
    return RefundRequestApproved(request=request, approved=portion)


@pytest.fixture
def paid(an_order: Any, a_card_payment: Any, deliver: Deliver) -> Callable[[], Awaitable[Order]]:
    """An order over €24.20 that was paid by card, as `pay_1`."""

    async def make() -> Order:
        order: Order = await an_order()
        payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
        assert await deliver(PaymentSucceeded(payment=payment), event_id="evt_paid") == Done()
        return order

    return make


async def told(database: Database, kind: str) -> list[dict[str, Any]]:
    """The data of all events of this type."""
    return [event.data for event in await announced(database) if event.type == kind]


@pytest.mark.parametrize(
    ("what", "amount", "came_back"),
    [
        ({"whole": True}, 2420, [2]),
        ({"quantity": 1}, 1210, [1]),
        ({}, 1000, []),
    ],
)
async def test_it_goes_back_to_where_it_was_paid_from(
    database: Database, paid: Any, deliver: Deliver, what: dict[str, Any], amount: int, came_back: list[int]
) -> None:
    order = await paid()
    await asyncio.gather(*(deliver(approval(order, amount, **what)) for _ in range(3)))
    await deliver(approval(order, amount, **what))

    [issued] = await told(database, "credit_note.issued")
    note = issued["credit_note"]
    assert (note["refund_request_id"], note["reason"]) == ("rrq_1", "T-1001")
    assert note["refunds"] == [{"payment_id": "pay_1", "amount": {"amount": amount, "currency": "EUR"}}]
    [refunded] = await told(database, "order.refunded")
    assert [line["quantity"] for line in refunded["lines"]] == came_back
    assert await told(database, "credit_note.refused") == []


@pytest.mark.parametrize(
    ("what", "amount", "code"),
    [
        ({"quantity": 2}, 2420, "credit_quantity_out_of_range"),
        ({}, 1211, "credit_above_rest"),
    ],
)
async def test_what_was_given_back_meanwhile_is_refused(
    database: Database, paid: Any, deliver: Deliver, what: dict[str, Any], amount: int, code: str
) -> None:
    order = await paid()
    async with database.work(an_origin()) as work:
        await credit_invoice(work, order.invoice_id, lines=[LineToCredit(1, 1)])
    assert await deliver(approval(order, amount, **what)) == Done()

    [refused] = await told(database, "credit_note.refused")
    assert (refused["refund_request_id"], refused["code"]) == ("rrq_1", code)
    assert len(await told(database, "credit_note.issued")) == 1


async def test_what_is_not_paid_is_refused(database: Database, an_order: Any, deliver: Deliver) -> None:
    order = await an_order()
    await deliver(approval(order, 2420, whole=True))

    [refused] = await told(database, "credit_note.refused")
    assert refused["code"] == "credit_not_paid"
    assert await told(database, "credit_note.issued") == []


async def test_while_another_credit_note_is_issued_no_more_than_was_paid_goes_back(
    database: Database, paid: Any, deliver: Deliver
) -> None:
    order = await paid()

    async def by_hand() -> None:
        async with database.work(an_origin()) as work:
            await credit_invoice(work, order.invoice_id, amount=Money(2000, "EUR"))

    await asyncio.gather(by_hand(), deliver(approval(order, 2000)), return_exceptions=True)
    async with database.work(an_origin()) as work:
        notes = await CreditNotes(work.session).list_of_with_lines(work.scope, order.invoice_id)
    assert [note.totals.total for note, _ in notes] == [Money(2000, "EUR")]
