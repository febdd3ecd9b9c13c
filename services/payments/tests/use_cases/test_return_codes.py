"""What a bank says of a direct debit, and what becomes of the mandate, the method and the next try."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
import pytest_asyncio
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Failure, ProvidedMethod, Reversal, Status
from foyer_payments.domain.return_codes import Next, next_of
from foyer_payments.storage.mandates import Mandates
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue, InvoiceReopened
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced

Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
Twin = Any
SEPA = ProvidedMethod(
    token="tok_sepa",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban="DE89370400440532013000",
    mandate_reference="MND-1",
)

ENDING = {
    "AC01": "new_account",
    "AC04": "new_account",
    "AC06": "new_account",
    "AC13": "new_account",
    "AG01": "new_account",
    "RC01": "new_account",
    "account_closed": "new_account",
    "MD01": "new_mandate",
    "MD02": "new_mandate",
    "debit_not_authorized": "new_mandate",
    "MD07": "stop",
    "recipient_deceased": "stop",
}
"""After these nothing is collected with the mandate any more."""

STAYING = {
    "AM04": "retry",
    "MS03": "retry",
    "MS02": "ask",
    "SL01": "ask",
    "MD06": "refunded",
    "AM05": "duplicate",
}


@pytest.mark.parametrize(("code", "what"), [*(ENDING | STAYING).items()])
def test_each_code_has_its_next_step(code: str, what: str) -> None:
    assert next_of(code) is Next(what)


def test_a_card_s_code_has_none() -> None:
    assert next_of("card_declined") is None


@pytest_asyncio.fixture
async def collect(
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    tell: Tell,
    carry_on: CarryOn,
    pass_days: Callable[[int], Awaitable[None]],
    invoice: Callable[..., InvoiceData],
) -> Callable[[], Awaitable[None]]:
    """An invoice is collected by direct debit, on its day."""
    await keep_method(SEPA)

    async def run() -> None:
        amount = Amount(amount=1000, currency="EUR")
        await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=amount))
        await carry_on()
        await pass_days(14)
        await carry_on()

    return run


async def state(database: Database) -> MandateStatus:
    """Of the only mandate."""
    async with database.work(an_origin()) as work:
        [mandate] = await Mandates(work.session).list_page(work.scope, limit=10)
    return mandate.status


def says(code: str, *, taken_back: bool, severity: Literal["hard", "soft"] = "hard") -> dict[str, Any]:
    """What the provider answers."""
    failure = Failure(code, severity)
    if taken_back:
        return {"reversals": (Reversal("rev_1", Money(1000, "EUR"), failure),)}
    return {"status": Status.FAILED, "failure": failure}


@pytest.mark.parametrize("taken_back", [False, True])
@pytest.mark.parametrize(("code", "what"), [*ENDING.items()])
async def test_a_mandate_fails_once_and_nothing_more_is_collected_with_it(
    database: Database,
    collect: Callable[[], Awaitable[None]],
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    invoice: Callable[..., InvoiceData],
    code: str,
    what: str,
    *,
    taken_back: bool,
) -> None:
    twin.answer = says(code, taken_back=taken_back)
    await collect()
    [failed] = [each for each in await announced(database) if each.type == "mandate.failed"]
    assert (failed.data["code"], failed.data["next"], failed.subjectversion) == (code, what, 2)
    assert failed.data["mandate"]["reference"] == "MND-1"
    assert await state(database) is MandateStatus.FAILED

    await tell(InvoiceReopened(invoice=invoice()), version=2)
    again = InvoicePaymentDue(invoice=invoice(), attempt=2, amount=Amount(amount=1000, currency="EUR"))
    await tell(again, version=3)
    await carry_on()
    *_, last = await announced(database)
    assert (last.type, last.data["code"]) == ("payment.failed", "no_payment_method")
    assert len(twin.orders) == 1


@pytest.mark.parametrize("taken_back", [False, True])
@pytest.mark.parametrize("code", STAYING)
async def test_a_mandate_stays(
    database: Database,
    collect: Callable[[], Awaitable[None]],
    twin: Twin,
    code: str,
    *,
    taken_back: bool,
) -> None:
    severity: Literal["hard", "soft"] = "soft" if STAYING[code] == "retry" else "hard"
    twin.answer = says(code, taken_back=taken_back, severity=severity)
    await collect()

    told = [each for each in await announced(database) if each.type.startswith(("payment.", "mandate."))]
    assert "mandate.failed" not in [each.type for each in told]
    assert (told[-1].data["code"], told[-1].data["severity"]) == (code, severity)
    assert await state(database) is MandateStatus.ACTIVE


async def test_a_card_has_no_mandate_that_could_fail(
    database: Database,
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    invoice: Callable[..., InvoiceData],
    payments: Callable[[], Awaitable[list[Payment]]],
) -> None:
    await keep_method()
    twin.answer = says("account_closed", taken_back=False)
    amount = Amount(amount=1000, currency="EUR")
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=amount))
    await carry_on()

    assert [each.status.value for each in await payments()] == ["failed"]
    assert "mandate.failed" not in [each.type for each in await announced(database)]
