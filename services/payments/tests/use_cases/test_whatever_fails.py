"""Whatever fails on the way of many payments, both sides' books end alike, and nobody pays twice."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Status
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.testing.outbox import announced

INVOICES = 30
Twin = Any


@pytest.mark.parametrize("seed", range(3))
async def test_many_payments_end_alike_on_both_sides(
    database: Database,
    tell: Callable[..., Awaitable[None]],
    carry_on: Callable[..., Awaitable[int]],
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    invoice: Callable[..., InvoiceData],
    notice: Callable[..., Awaitable[int]],
    payments: Callable[[], Awaitable[list[Payment]]],
    twin: Twin,
    seed: int,
) -> None:
    chance = random.Random(seed)  # noqa: S311  A test's own dice.
    await keep_method()
    for number in range(INVOICES):
        due = InvoicePaymentDue(
            invoice=invoice(f"inv_{number}"), attempt=1, amount=Amount(amount=1000, currency="EUR")
        )
        for copy in range(chance.randint(1, 2)):
            await tell(due, message_id=f"evt_{number}_{copy}")
    for step in range(40):
        twin.answer = {"status": chance.choice([Status.SUCCEEDED, Status.PROCESSING])}
        twin.away = set(chance.choices(["charge", "read_charge"], k=chance.randint(0, 1)))
        twin.dies_after = set(chance.choices(["charge"], k=chance.randint(0, 1)))
        for charged in [*twin.made.values()]:
            if charged.status is Status.PROCESSING and chance.random() < 0.3:
                twin.say(charged.id, status=Status.SUCCEEDED)
                for copy in range(chance.randint(0, 3)):
                    await notice(f"n_{step}_{charged.id}_{copy}", "charge", charged.id)
        await asyncio.gather(carry_on(later=True), carry_on())
    twin.away, twin.dies_after, twin.answer = set(), set(), {}
    for charged in [*twin.made.values()]:
        twin.say(charged.id, status=Status.SUCCEEDED)
    while await carry_on(later=True):
        pass

    ours = await payments()
    assert {each.status for each in ours} == {PaymentStatus.SUCCEEDED}
    assert twin.captured() == sum(each.amount.amount for each in ours) == 1000 * INVOICES
    told = Counter(
        event.data["payment"]["invoices"][0]["invoice_id"]
        for event in await announced(database)
        if event.type == "payment.succeeded"
    )
    assert told == {f"inv_{number}": 1 for number in range(INVOICES)}
