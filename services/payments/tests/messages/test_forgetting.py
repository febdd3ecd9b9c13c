"""What is forgotten of how an anonymised customer paid, and what is kept as proof for a while."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_payments.domain.mandate import PROOF_KEPT
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.messages import HANDLERS
from foyer_payments.use_cases.forget_mandates import forget_mandates
from foyer_payments.use_cases.record_mandate import record_mandate
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerAnonymized, InvoiceData, InvoicePaymentDue
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin

AddCard = Callable[..., Awaitable[PaymentMethod]]
Stored = Callable[..., Awaitable[str]]
Anonymized = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
Tell = Callable[..., Awaitable[None]]
Twin = Any
PLUMBING = ("outbox", "inbox")
"""What was told is kept there for seven days."""


@pytest.fixture
def anonymized(database: Database) -> Anonymized:
    """Delivers that a business has anonymised Ada."""
    dispatcher = Dispatcher("payments", database, HANDLERS)

    async def deliver(message_id: str, business_id: str = NORTHWIND, at: datetime = NOW) -> None:
        event = CustomerAnonymized(customer_id=ADA)
        envelope = Envelope(
            id=message_id,
            source="/invoicing",
            type=event.type,
            time=at,
            subject=ADA,
            subjectversion=4,
            businessid=business_id,
            actor="system:test",
            businesstime=at,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


async def test_methods_are_emptied_at_once_and_mandates_when_their_proof_is_over(
    database: Database, seal: Seal, add_card: AddCard, stored: Stored, anonymized: Anonymized
) -> None:
    await add_card()
    await add_card(customer_id="cus_other", last4="1881")
    async with database.work(an_origin()) as work:
        mandate = await record_mandate(
            work,
            seal,
            customer_id=ADA,
            iban="NL91 ABNA 0417 1643 00",
            holder="Ada O'Neill",
            signed_at=NOW,
        )
    before = await stored(*PLUMBING)
    await anonymized("evt_contoso", CONTOSO)
    assert (await stored(*PLUMBING)).count("4242") == before.count("4242") > 0
    await anonymized("evt_1")
    await anonymized("evt_2", at=NOW + timedelta(days=30))
    after = await stored(*PLUMBING)
    assert "4242" not in after
    assert after.count("Ada Lovelace") == 1  # The other customer's.
    assert after.count("Ada O'Neill") == 1  # The mandate's.
    over = NOW + PROOF_KEPT
    assert await forget_mandates(database, over - timedelta(seconds=1)) == 0
    assert await stored(*PLUMBING) == after
    assert [await forget_mandates(database, over) for _ in range(2)] == [1, 0]
    at_last = await stored(*PLUMBING)
    assert "O'Neill" not in at_last
    assert mandate.reference in at_last
    assert "1881" in at_last


async def test_nothing_is_charged_to_them_while_their_provider_has_not_heard(
    keep_method: AddCard,
    anonymized: Anonymized,
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    invoice: Callable[..., InvoiceData],
) -> None:
    await keep_method()
    twin.away = {"forget_method"}
    amount = Amount(amount=1000, currency="EUR")
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=amount))
    await anonymized("evt_anonymized")
    await tell(InvoicePaymentDue(invoice=invoice("inv_2"), attempt=1, amount=amount))
    await carry_on()

    assert (twin.orders, twin.forgotten) == ([], [])


async def test_their_provider_forgets_the_methods_too(
    keep_method: AddCard, anonymized: Anonymized, carry_on: CarryOn, twin: Twin, stored: Stored
) -> None:
    await keep_method()
    await anonymized("evt_contoso", CONTOSO)
    assert await carry_on() == 0
    await anonymized("evt_1")
    assert [await carry_on(later=True) for _ in range(2)] == [1, 0]
    assert twin.forgotten == ["tok_visa"]
    assert "tok_visa" not in await stored()
