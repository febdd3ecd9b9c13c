"""The contract of PaymentProvider, held by each gateway with its provider, or a double of it, behind it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import Charged, ProvidedMethod, SetUp, Status
from foyer_payments.gateways.provider import (
    ChargeOrder,
    PaymentProvider,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA

BACK = "https://northwind.test/payments/pay_1?lang=nl"
VISA = "4242424242424242"
TEN = Money(1000, "EUR")

A_SETUP = SetupOrder(
    key="pms_1",
    customer_id=ADA,
    kinds=("card", "sepa_debit"),
    currency="EUR",
    country="NL",
    email=None,
    holder="Ada Lovelace",
    language="en",
    return_url=BACK,
)
A_CHARGE = ChargeOrder(
    key="pay_1", customer_id=ADA, amount=TEN, description="NW-2026-0001", token=None, on_session=False
)
ON_A_PAGE = replace(A_CHARGE, on_session=True, kinds=("card", "sepa_debit", "ideal"), return_url=BACK)


async def added(desk: Any, number: str = VISA, *, key: str = "pms_1") -> ProvidedMethod:
    """A card that is kept."""
    setup = await desk.provider.set_up(replace(A_SETUP, key=key))
    await desk.fill_in(setup, number)
    method: ProvidedMethod | None = (await desk.provider.read_setup(setup.id)).method
    assert method
    return method


def all_charges(provider: PaymentProvider) -> AsyncIterator[Charged]:
    now = real_now()
    return provider.charges(now - timedelta(hours=1), now + timedelta(hours=1))


def test_it_is_a_payment_provider(desk: Any) -> None:
    provider: PaymentProvider = desk.provider
    assert provider


async def test_a_card_is_added_on_the_provider_s_page(desk: Any) -> None:
    begun = await desk.provider.set_up(A_SETUP)

    assert begun.action_url.startswith("https://")
    assert begun == SetUp(begun.id, Status.REQUIRES_ACTION, "pms_1", begun.action_url)
    assert await desk.provider.read_setup(begun.id) == begun
    await desk.fill_in(begun, VISA)
    read = await desk.provider.read_setup(begun.id)
    assert read.method
    assert read == SetUp(
        begun.id,
        Status.SUCCEEDED,
        "pms_1",
        method=ProvidedMethod(
            read.method.token, "card", "4242", "visa", Expiry(2030, 8), holder="Ada Lovelace"
        ),
    )


async def test_a_kept_method_is_charged_without_its_customer(desk: Any) -> None:
    method = await added(desk)

    charge = await desk.provider.charge(replace(A_CHARGE, token=method.token))

    assert charge == Charged(charge.id, Status.SUCCEEDED, TEN, "pay_1", fee=desk.fee, method=method)
    assert await desk.provider.read_charge(charge.id) == charge


@pytest.mark.parametrize(
    "number",
    ["4000000000009995", "4000000000000119", "4000000000009979", "4000000000000069", "4000002760003184"],
)
async def test_a_decline_is_an_answer(desk: Any, number: str) -> None:
    method = await added(desk, number)

    charge = await desk.provider.charge(replace(A_CHARGE, token=method.token))

    failure = desk.fails[number]
    assert (charge.status, charge.key, charge.failure, charge.fee) == (Status.FAILED, "pay_1", failure, None)
    assert (await desk.provider.read_charge(charge.id)).failure == failure


async def test_a_payment_on_a_page_keeps_its_method_only_when_wanted(desk: Any) -> None:
    methods = []
    for key, save in (("pay_1", True), ("pay_2", False)):
        charge = await desk.provider.charge(replace(ON_A_PAGE, key=key, save=save))
        assert charge == Charged(charge.id, Status.REQUIRES_ACTION, TEN, key, charge.action_url)
        await desk.fill_in(charge, VISA)
        read = await desk.provider.read_charge(charge.id)
        assert (read.id, read.status, read.action_url) == (charge.id, Status.SUCCEEDED, None)
        assert read.fee == desk.fee
        methods.append(read.method.token)

    again = await desk.provider.charge(replace(A_CHARGE, key="pay_3", token=methods[0]))
    assert again.status is Status.SUCCEEDED
    with pytest.raises(ProviderRefused):
        await desk.provider.charge(replace(A_CHARGE, key="pay_4", token=methods[1]))


async def test_the_same_key_is_the_same_thing(desk: Any) -> None:
    method = await added(desk)
    order = replace(A_CHARGE, token=method.token)
    charge = await desk.provider.charge(order)
    refund = await desk.provider.refund(RefundOrder("ref_1", charge.id, Money(300, "EUR")))

    assert (await desk.provider.charge(order)).id == charge.id
    assert await desk.provider.refund(RefundOrder("ref_1", charge.id, Money(300, "EUR"))) == refund
    pages = [(await desk.provider.charge(replace(ON_A_PAGE, key="pay_2"))).id for _ in range(2)]
    assert pages == [pages[0]] * 2
    assert await desk.held() == (1000, 300)


async def test_twenty_at_once_with_one_key_are_one_charge(desk: Any) -> None:
    method = await added(desk)
    order = replace(A_CHARGE, token=method.token)

    charges = await asyncio.gather(*(desk.provider.charge(order) for _ in range(20)))

    assert len({charge.id for charge in charges}) == 1
    assert await desk.held() == (1000, 0)


async def test_refunds_never_exceed_what_was_captured(desk: Any) -> None:
    method = await added(desk)
    charge = await desk.provider.charge(replace(A_CHARGE, token=method.token))

    results = await asyncio.gather(
        *(desk.provider.refund(RefundOrder(f"ref_{n}", charge.id, Money(300, "EUR"))) for n in range(5)),
        return_exceptions=True,
    )

    assert len([each for each in results if isinstance(each, ProviderRefused)]) == 2
    assert await desk.held() == (1000, 900)
    read = await desk.provider.read_charge(charge.id)
    assert [each.amount.amount for each in read.refunds] == [300] * 3


@pytest.mark.parametrize(
    "order",
    [
        replace(A_CHARGE, token="pm_none"),
        replace(ON_A_PAGE, amount=Money(0, "EUR")),
        replace(ON_A_PAGE, amount=Money(-1, "EUR")),
        replace(ON_A_PAGE, kinds=()),
        replace(ON_A_PAGE, return_url=None),
    ],
)
async def test_what_is_refused_begins_nothing(desk: Any, order: ChargeOrder) -> None:
    with pytest.raises(ProviderRefused):
        await desk.provider.charge(order)

    assert [charge async for charge in all_charges(desk.provider)] == []


async def test_a_charge_is_canceled_in_time_or_not(desk: Any) -> None:
    waits = await desk.provider.charge(ON_A_PAGE)
    paid = await desk.provider.charge(replace(ON_A_PAGE, key="pay_2"))
    await desk.fill_in(paid, VISA)

    assert (await desk.provider.cancel_charge(waits.id)).status is Status.CANCELED
    assert (await desk.provider.cancel_charge(paid.id)).status is Status.SUCCEEDED
    await desk.fill_in(waits, VISA)  # Too late: it stays canceled.
    assert (await desk.provider.read_charge(waits.id)).status is Status.CANCELED
    assert await desk.held() == (1000, 0)


async def test_a_forgotten_method_is_not_charged(desk: Any) -> None:
    method = await added(desk)

    for _ in range(2):  # One that is not there is forgotten already.
        await desk.provider.forget_method(method.token)

    with pytest.raises(ProviderRefused):
        await desk.provider.charge(replace(A_CHARGE, token=method.token))


async def test_a_method_is_charged_for_its_customer_and_account_only(desk: Any) -> None:
    method = await added(desk)
    order = replace(A_CHARGE, token=method.token)
    charge = await desk.provider.charge(order)

    with pytest.raises(ProviderRefused):
        await desk.provider.charge(replace(order, key="pay_2", customer_id="cus_other"))
    with pytest.raises(ProviderRefused):
        await desk.other.charge(order)
    with pytest.raises(ProviderRefused):
        await desk.other.read_charge(charge.id)
    with pytest.raises(ProviderRefused):
        await desk.other.refund(RefundOrder("ref_1", charge.id, TEN))
    await desk.other.forget_method(method.token)
    assert (await desk.provider.charge(replace(order, key="pay_3"))).failure is None
    assert await desk.held() == (2000, 0)
    await desk.other.close()


async def test_all_charges_of_a_time_come_the_oldest_first(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    method = await added(desk)
    monkeypatch.setattr(desk.page_size, 2)
    begun = [
        await desk.provider.charge(replace(A_CHARGE, key=f"pay_{n}", token=method.token)) for n in range(4)
    ]
    page = await desk.provider.charge(replace(ON_A_PAGE, key="pay_4"))
    await desk.fill_in(page, VISA)
    begun.append(await desk.provider.read_charge(page.id))

    listed = [charge async for charge in all_charges(desk.provider) if charge.amount.amount]
    assert [replace(charge, method=None) for charge in listed] == [
        replace(charge, method=None) for charge in begun
    ]
    later = real_now() + timedelta(hours=1)
    assert [charge async for charge in desk.provider.charges(later, later + timedelta(days=1))] == []


@pytest.mark.parametrize(
    "answer_with",
    [
        httpx.Response(500),
        httpx.Response(503, json={"code": "unavailable"}),
        httpx.Response(429, json={"code": "too_many_requests"}),
        httpx.Response(200, text="<html>a proxy</html>"),
        httpx.Response(200, json={"id": "sbch_1"}),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
    ],
)
async def test_what_is_no_answer_says_that_it_is_away(
    desk: Any, answer_with: httpx.Response | Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(answer_with, Exception):
            raise answer_with
        return answer_with

    monkeypatch.setattr("stripe.HTTPClient.INITIAL_DELAY", 0)
    provider = desk.answered_by(httpx.MockTransport(answer))

    with pytest.raises(ProviderAway):
        await provider.charge(ON_A_PAGE)
    await provider.close()
