"""The provider's books against ours: every way in which they may differ is listed, and nothing else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Charged, Failure, Refunded, Reversal, Status
from foyer_shared.basics.clock import real_now, to_rfc3339
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.testing.makers import CONTOSO
from httpx import AsyncClient, Response

Client = Callable[..., AsyncClient]
Twin = Any
TEN, SOME, NOTHING = ({"amount": amount, "currency": "EUR"} for amount in (1000, 250, 0))


@pytest_asyncio.fixture
async def payment(
    tell: Callable[..., Awaitable[None]],
    carry_on: Callable[..., Awaitable[int]],
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    invoice: Callable[..., InvoiceData],
    payments: Callable[[], Awaitable[list[Payment]]],
) -> Payment:
    """Of ten euros, which has succeeded."""
    await keep_method()
    due = InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR"))
    await tell(due)
    await carry_on()
    [paid] = await payments()
    return paid


async def reconcile(by_business: Client, account_id: str, days: float = 1, **caller: str) -> Response:
    """Of the days until in an hour."""
    until = real_now() + timedelta(hours=1)
    span = {"since": to_rfc3339(until - timedelta(days=days)), "until": to_rfc3339(until)}
    async with by_business(**caller) as business:
        return await business.get(f"/v1/provider-accounts/{account_id}/reconciliation", params=span)


async def test_the_same_books_differ_in_nothing(
    by_business: Client, account_id: str, payment: Payment
) -> None:
    answer = await reconcile(by_business, account_id)

    assert (answer.status_code, answer.json()) == (200, {"payments": 1, "charges": 1, "differences": []})


@pytest.mark.parametrize(
    ("changes", "kind", "ours", "theirs"),
    [
        ({"status": Status.FAILED}, "captured", TEN, NOTHING),
        ({"amount": Money(250, "EUR")}, "captured", TEN, SOME),
        (
            {"refunds": (Refunded("re_1", Money(250, "EUR"), Status.SUCCEEDED),)},
            "refunded",
            NOTHING,
            SOME,
        ),
        (
            {"reversals": (Reversal("rt_1", Money(250, "EUR"), Failure("AM04", "soft")),)},
            "taken_back",
            NOTHING,
            SOME,
        ),
    ],
)
async def test_what_differs_is_listed(
    by_business: Client,
    account_id: str,
    payment: Payment,
    twin: Twin,
    changes: dict[str, object],
    kind: str,
    ours: dict[str, object],
    theirs: dict[str, object],
) -> None:
    twin.say("ch_1", **changes)

    answer = (await reconcile(by_business, account_id)).json()

    assert answer["differences"] == [
        {"kind": kind, "payment_id": payment.id, "provided_id": "ch_1", "ours": ours, "theirs": theirs}
    ]


async def test_a_charge_that_we_do_not_know_and_one_that_the_provider_does_not(
    by_business: Client, account_id: str, payment: Payment, twin: Twin
) -> None:
    [charged] = twin.made.values()
    twin.made = {
        "foreign": replace(charged, id="ch_7", key="foreign"),
        "failed": Charged("ch_8", Status.FAILED, Money(1, "EUR"), key="failed"),
        "past Foyer": replace(charged, id="ch_9", key=None),
    }

    answer = (await reconcile(by_business, account_id)).json()

    found = [(each["kind"], each["payment_id"], each["provided_id"]) for each in answer["differences"]]
    assert found == [("unknown_there", payment.id, "ch_1"), ("unknown_here", None, "ch_7")]


@pytest.mark.parametrize("days", [32, 0, -1])
async def test_a_span_has_an_end_and_is_not_too_long(
    by_business: Client, account_id: str, twin: Twin, days: float
) -> None:
    refused = await reconcile(by_business, account_id, days)

    assert (refused.status_code, refused.json()["code"]) == (422, "span_not_possible")
    assert twin.calls == []


async def test_a_provider_that_is_away_is_said_to_be(
    by_business: Client, account_id: str, payment: Payment, twin: Twin
) -> None:
    twin.away = {"charges"}

    refused = await reconcile(by_business, account_id)

    assert (refused.status_code, refused.json()["code"]) == (503, "provider_not_answering")


async def test_another_business_s_account_is_not_there(
    by_business: Client, account_id: str, twin: Twin
) -> None:
    refused = await reconcile(by_business, account_id, business_id=CONTOSO)

    assert (refused.status_code, refused.json()["code"]) == (404, "provider_account_not_found")
    assert twin.calls == []
