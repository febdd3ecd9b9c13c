"""What a provider gives again under the same token is back, whatever became of it before."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import ProvidedMethod
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.rows import MandateRow
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

KeepMethod = Callable[..., Awaitable[PaymentMethod]]
CarryOn = Callable[..., Awaitable[int]]
Tell = Callable[..., Awaitable[None]]
PaymentsThere = Callable[[], Awaitable[list[Payment]]]
Twin = Any
CARD = ProvidedMethod(token="tok_1", kind="card", last4="4444", brand="visa")
SEPA = ProvidedMethod(
    token="tok_1",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban="DE89370400440532013000",
    mandate_reference="MND-1",
)


@pytest.fixture
def remove(database: Database) -> Callable[[str], Awaitable[None]]:
    """Removes a method; its provider is not told yet."""

    async def go(method_id: str) -> None:
        async with database.work(an_origin()) as work:
            await remove_payment_method(work, method_id)

    return go


async def there(database: Database) -> list[str]:
    """The ids of Ada's methods."""
    async with database.work(an_origin()) as work:
        return [each.id for each, _ in await PaymentMethods(work.session).list_page(work.scope, limit=9)]


async def test_a_card_that_was_removed_is_back_and_stays_known_to_its_provider(
    database: Database,
    keep_method: KeepMethod,
    remove: Callable[[str], Awaitable[None]],
    carry_on: CarryOn,
    twin: Twin,
) -> None:
    first = await keep_method(CARD)
    await remove(first.id)

    again = await keep_method(CARD)

    await carry_on(later=True)
    assert (again.is_default, again.is_chargeable, again.id != first.id) == (True, True, True)
    assert (await there(database), (await keep_method(CARD)).id) == ([again.id], again.id)
    assert twin.forgotten == []
    assert [(each.type, each.subject) for each in await announced(database)] == [
        ("payment_method.added", first.id),
        ("payment_method.removed", first.id),
        ("payment_method.added", again.id),
    ]


@pytest.mark.parametrize("ends", [MandateStatus.REVOKED, MandateStatus.LAPSED])
async def test_an_account_comes_back_with_a_mandate_of_its_own(
    database: Database, keep_method: KeepMethod, remove: Callable[[str], Awaitable[None]], ends: MandateStatus
) -> None:
    first = await keep_method(SEPA)
    if ends is MandateStatus.REVOKED:
        await remove(first.id)
    else:
        async with database.session() as session:
            await session.execute(update(MandateRow).values(status=ends))

    again = await keep_method(SEPA)

    assert (again.is_default, again.is_chargeable, again.id != first.id) == (True, True, True)
    async with database.work(an_origin()) as work:
        old, new = [
            await Mandates(work.session).find_of_method(work.scope, each.id) for each in (first, again)
        ]
    assert old is not None
    assert new is not None
    assert (old.reference, old.status, new.status) == ("MND-1", ends, MandateStatus.ACTIVE)
    assert new.reference.startswith("NW-")


async def test_what_was_asked_and_not_answered_is_asked_again_with_the_same_token(
    keep_method: KeepMethod,
    remove: Callable[[str], Awaitable[None]],
    tell: Tell,
    carry_on: CarryOn,
    payments: PaymentsThere,
    twin: Twin,
    invoice: Callable[..., InvoiceData],
) -> None:
    first = await keep_method(CARD)
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR")))
    twin.away = {"charge"}
    await carry_on()
    await remove(first.id)
    again = await keep_method(replace(CARD))
    twin.away.clear()
    await carry_on(later=True)
    [payment] = await payments()
    assert (payment.status, payment.payment_method_id) == (PaymentStatus.SUCCEEDED, again.id)
    assert [(each.key, each.token) for each in twin.orders] == [(payment.id, "tok_1")]
