"""The contract of PaymentProvider, held by the gateway to the sandbox with the real provider behind it."""

import asyncio
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import Charged, Failure, ProvidedMethod, SetUp, Status
from foyer_payments.gateways.provider import (
    ChargeOrder,
    PaymentProvider,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.providers import drawn_keys
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA
from httpx import ASGITransport, AsyncClient

BACK = "https://northwind.test/payments/pay_1?lang=nl"
VISA = {"number": "4242 4242 4242 4242", "expiry": "08/30", "cvc": "123", "holder": "Ada Lovelace"}
ACCOUNT = {"iban": "DE89 3704 0044 0532 0130 00", "holder": "Ada Lovelace", "agreed": "yes"}
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


async def answer(browser: AsyncClient, url: str | None, kind: str, form: dict[str, str]) -> str:
    """Fill in the page; where it leads."""
    assert url
    done = await browser.post(url, data={"kind": kind, "act": "pay", **form})
    assert done.status_code == 303, done.text
    return done.headers["location"]


async def added(
    sandbox: SandboxProvider, browser: AsyncClient, *, key: str = "pms_1", **card: str
) -> ProvidedMethod:
    """A card that is kept; one that asks for a challenge has passed it."""
    setup = await sandbox.set_up(replace(A_SETUP, key=key))
    if await answer(browser, setup.action_url, "card", VISA | card) != BACK:
        await browser.post(str(setup.action_url), data={"act": "confirm"})
    method = (await sandbox.read_setup(setup.id)).method
    assert method
    return method


async def settled(sandbox: SandboxProvider, charge: Charged) -> Charged:
    """Once the banks are through with it."""
    await sandbox._http.post("/settle")
    return await sandbox.read_charge(charge.id)


def test_it_is_a_payment_provider(sandbox: SandboxProvider) -> None:
    provider: PaymentProvider = sandbox
    assert provider


async def test_a_card_is_added_on_the_provider_s_page(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    begun = await sandbox.set_up(A_SETUP)

    assert begun == SetUp(
        begun.id, Status.REQUIRES_ACTION, "pms_1", f"https://northwind.test/sandbox/set-up/{begun.id}"
    )
    assert await answer(browser, begun.action_url, "card", VISA) == BACK
    read = await sandbox.read_setup(begun.id)
    assert read.method
    assert read == SetUp(
        begun.id,
        Status.SUCCEEDED,
        "pms_1",
        method=ProvidedMethod(
            read.method.token, "card", "4242", "visa", Expiry(2030, 8), holder="Ada Lovelace"
        ),
    )


async def test_a_mandate_has_an_iban_and_a_reference_until_it_is_forgotten(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    begun = await sandbox.set_up(A_SETUP)
    await answer(browser, begun.action_url, "sepa_debit", ACCOUNT)

    method = (await sandbox.read_setup(begun.id)).method
    assert method
    assert (method.kind, method.last4, method.iban) == ("sepa_debit", "3000", "DE89370400440532013000")
    assert method.mandate_reference
    assert len(method.mandate_reference) <= 35
    await sandbox.forget_method(method.token)
    forgotten = (await sandbox.read_setup(begun.id)).method
    assert forgotten
    assert (forgotten.iban, forgotten.mandate_reference, forgotten.holder) == (None, None, "")


async def test_a_kept_method_is_charged_without_its_customer(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    method = await added(sandbox, browser)

    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))

    assert charge == Charged(charge.id, Status.SUCCEEDED, TEN, "pay_1", fee=Money(39, "EUR"), method=method)
    assert await sandbox.read_charge(charge.id) == charge


@pytest.mark.parametrize(
    ("number", "failure"),
    [
        ("4000000000009995", Failure("insufficient_funds", "soft")),
        ("4000000000000119", Failure("processing_error", "soft")),
        ("4000000000009979", Failure("stolen_card", "hard")),
        ("4000000000000069", Failure("expired_card", "hard")),
        ("4000002760003184", Failure("authentication_required", "soft")),
    ],
)
async def test_a_decline_is_an_answer(
    sandbox: SandboxProvider, browser: AsyncClient, number: str, failure: Failure
) -> None:
    method = await added(sandbox, browser, number=number)

    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))

    assert (charge.status, charge.failure, charge.fee) == (Status.FAILED, failure, None)


async def test_a_card_can_be_declined_when_it_is_added(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    begun = await sandbox.set_up(A_SETUP)

    assert await answer(browser, begun.action_url, "card", VISA | {"number": "4000000000000002"}) == BACK

    read = await sandbox.read_setup(begun.id)
    assert (read.status, read.failure, read.method) == (
        Status.FAILED,
        Failure("card_declined", "soft"),
        None,
    )


async def test_a_challenge_is_passed_once_and_not_asked_for_off_session(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    method = await added(sandbox, browser, number="4000002500003155")

    off_session = await sandbox.charge(replace(A_CHARGE, token=method.token))
    here = replace(A_CHARGE, key="pay_2", token=method.token, on_session=True, return_url=BACK)
    on_session = await sandbox.charge(here)

    assert off_session.status is Status.SUCCEEDED
    assert on_session.status is Status.REQUIRES_ACTION
    assert (await browser.post(str(on_session.action_url), data={"act": "confirm"})).headers[
        "location"
    ] == BACK
    assert (await sandbox.read_charge(on_session.id)).status is Status.SUCCEEDED


async def test_a_refused_challenge_fails_the_charge(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    charge = await sandbox.charge(ON_A_PAGE)
    challenge = await answer(browser, charge.action_url, "card", VISA | {"number": "4000002760003184"})
    assert challenge == f"/sandbox/pay/{charge.id}"

    await browser.post(challenge, data={"act": "refuse"})

    read = await sandbox.read_charge(charge.id)
    assert (read.status, read.failure) == (Status.FAILED, Failure("authentication_failed", "soft"))


async def test_the_first_button_pressed_twice_does_not_pass_the_challenge(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    charge = await sandbox.charge(ON_A_PAGE)
    for _ in range(2):
        await answer(browser, charge.action_url, "card", VISA | {"number": "4000002760003184"})

    assert (await sandbox.read_charge(charge.id)).status is Status.REQUIRES_ACTION


async def test_a_payment_on_a_page_keeps_its_method_only_when_wanted(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    methods = []
    for key, save in (("pay_1", True), ("pay_2", False)):
        charge = await sandbox.charge(replace(ON_A_PAGE, key=key, save=save))
        assert await answer(browser, charge.action_url, "card", VISA) == BACK
        read = await sandbox.read_charge(charge.id)
        assert (read.status, read.action_url) == (Status.SUCCEEDED, None)
        assert read.method
        methods.append(read.method.token)

    again = await sandbox.charge(replace(A_CHARGE, key="pay_3", token=methods[0]))
    assert again.status is Status.SUCCEEDED
    with pytest.raises(ProviderRefused, match="method_unknown"):
        await sandbox.charge(replace(A_CHARGE, key="pay_4", token=methods[1]))


async def test_an_ideal_payment_that_is_kept_becomes_a_mandate(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    charge = await sandbox.charge(replace(ON_A_PAGE, save=True))

    assert await answer(browser, charge.action_url, "ideal", {"bank": "ING"}) == BACK

    read = await sandbox.read_charge(charge.id)
    assert read.method
    assert (read.status, read.fee) == (Status.SUCCEEDED, Money(35, "EUR"))
    assert (read.method.kind, read.method.iban) == ("sepa_debit", "NL91ABNA0417164300")


@pytest.mark.parametrize(
    ("iban", "status", "failure", "reversed_by"),
    [
        ("DE89370400440532013000", Status.SUCCEEDED, None, None),
        ("DE62370400440532013001", Status.FAILED, Failure("AC04", "hard"), None),
        ("DE35370400440532013002", Status.FAILED, Failure("AM04", "soft"), None),
        ("DE08370400440532013003", Status.FAILED, Failure("MD01", "hard"), None),
        ("DE78370400440532013004", Status.FAILED, Failure("MS03", "soft"), None),
        ("DE51370400440532013005", Status.SUCCEEDED, None, Failure("MD06", "hard")),
        ("DE24370400440532013006", Status.SUCCEEDED, None, Failure("AM04", "soft")),
    ],
)
async def test_a_direct_debit_settles_later_and_may_come_back(
    sandbox: SandboxProvider,
    browser: AsyncClient,
    iban: str,
    status: Status,
    failure: Failure | None,
    reversed_by: Failure | None,
) -> None:
    charge = await sandbox.charge(ON_A_PAGE)
    await answer(browser, charge.action_url, "sepa_debit", ACCOUNT | {"iban": iban})
    assert (await sandbox.read_charge(charge.id)).status is Status.PROCESSING

    read = await settled(sandbox, charge)

    assert (read.status, read.failure) == (status, failure)
    assert [(each.amount, each.failure) for each in read.reversals] == (
        [(TEN, reversed_by)] if reversed_by else []
    )


async def test_a_charge_is_disputed_and_the_dispute_ends(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    method = await added(sandbox, browser, number="4000000000000259")
    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))
    assert (charge.status, charge.disputes) == (Status.SUCCEEDED, ())

    (dispute,) = (await settled(sandbox, charge)).disputes
    assert (dispute.amount, dispute.reason, dispute.status) == (TEN, "fraudulent", "open")
    with pytest.raises(ProviderRefused, match="refund_too_much"):
        await sandbox.refund(RefundOrder("ref_1", charge.id, Money(1, "EUR")))
    await sandbox._http.post(f"/disputes/{dispute.id}", json={"status": "won"})

    (ended,) = (await sandbox.read_charge(charge.id)).disputes
    assert ended == replace(dispute, status="won")


async def test_the_same_key_is_the_same_thing_and_another_body_is_refused(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    method = await added(sandbox, browser)
    order = replace(A_CHARGE, token=method.token)
    charge = await sandbox.charge(order)
    refund = await sandbox.refund(RefundOrder("ref_1", charge.id, TEN))

    assert (await sandbox.charge(order)).id == charge.id
    assert await sandbox.refund(RefundOrder("ref_1", charge.id, TEN)) == refund
    assert (await sandbox.set_up(A_SETUP)).method == method
    for refused in (
        sandbox.charge(replace(order, amount=Money(1001, "EUR"))),
        sandbox.refund(RefundOrder("ref_1", charge.id, Money(999, "EUR"))),
        sandbox.set_up(replace(A_SETUP, customer_id="cus_other")),
    ):
        with pytest.raises(ProviderRefused, match="key_reused"):
            await refused
    assert await captured(sandbox) == {"captured": 1000, "refunded": 1000, "left": 0}


async def captured(sandbox: SandboxProvider) -> dict[str, Any]:
    totals = (await sandbox._http.get("/balance")).json()["totals"]["EUR"]
    return {name: totals[name] for name in ("captured", "refunded", "left")}


async def test_twenty_at_once_with_one_key_are_one_charge(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    method = await added(sandbox, browser)
    order = replace(A_CHARGE, token=method.token)

    charges = await asyncio.gather(*(sandbox.charge(order) for _ in range(20)))

    assert len({charge.id for charge in charges}) == 1
    assert await captured(sandbox) == {"captured": 1000, "refunded": 0, "left": 1000}


async def test_refunds_never_exceed_what_was_captured(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    method = await added(sandbox, browser)
    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))

    results = await asyncio.gather(
        *(sandbox.refund(RefundOrder(f"ref_{n}", charge.id, Money(300, "EUR"))) for n in range(5)),
        return_exceptions=True,
    )

    refused = [each for each in results if isinstance(each, ProviderRefused)]
    assert [each.code for each in refused] == ["refund_too_much"] * 2
    assert await captured(sandbox) == {"captured": 1000, "refunded": 900, "left": 100}
    assert [each.amount.amount for each in (await sandbox.read_charge(charge.id)).refunds] == [300] * 3


@pytest.mark.parametrize(
    ("number", "status", "failure"),
    [
        ("4000000000007726", Status.SUCCEEDED, None),
        ("4000000000005126", Status.FAILED, Failure("refund_refused_by_bank", "hard")),
    ],
)
async def test_a_refund_may_take_its_time_and_fail(
    sandbox: SandboxProvider, browser: AsyncClient, number: str, status: Status, failure: Failure | None
) -> None:
    method = await added(sandbox, browser, number=number)
    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))

    refund = await sandbox.refund(RefundOrder("ref_1", charge.id, TEN))

    assert refund.status is Status.PROCESSING
    (read,) = (await settled(sandbox, charge)).refunds
    assert read == replace(refund, status=status, failure=failure)


async def test_a_refund_past_foyer_has_no_key(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    method = await added(sandbox, browser)
    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))
    amount = {"amount": 400, "currency": "EUR"}
    said = {"charge_id": charge.id, "amount": amount, "past_foyer": True}

    await sandbox._http.post("/refunds", json=said, headers={"Idempotency-Key": "desk"})

    (refund,) = (await sandbox.read_charge(charge.id)).refunds
    assert (refund.key, refund.amount, refund.status) == (None, Money(400, "EUR"), Status.SUCCEEDED)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (replace(A_CHARGE, token="sbpm_none"), "method_unknown"),
        (replace(A_CHARGE, amount=Money(0, "EUR"), token="sbpm_none"), "amount_not_positive"),
        (replace(ON_A_PAGE, amount=Money(-1, "EUR")), "amount_not_positive"),
        (replace(ON_A_PAGE, kinds=("coins",)), "kinds_missing"),
        (replace(ON_A_PAGE, on_session=False), "kinds_missing"),
        (replace(ON_A_PAGE, return_url=None), "return_url_missing"),
        (replace(ON_A_PAGE, return_url="javascript:alert(1)"), "invalid"),
    ],
)
async def test_what_is_refused_begins_nothing(
    sandbox: SandboxProvider, order: ChargeOrder, code: str
) -> None:
    with pytest.raises(ProviderRefused, match=code):
        await sandbox.charge(order)

    assert [charge async for charge in all_charges(sandbox)] == []


def all_charges(sandbox: SandboxProvider) -> Any:
    now = real_now()
    return sandbox.charges(now - timedelta(hours=1), now + timedelta(hours=1))


async def test_a_setup_without_a_page_is_refused(sandbox: SandboxProvider) -> None:
    with pytest.raises(ProviderRefused, match="kinds_missing"):
        await sandbox.set_up(replace(A_SETUP, kinds=("coins",)))


async def test_a_charge_is_canceled_in_time_or_not(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    waits = await sandbox.charge(ON_A_PAGE)
    paid = await sandbox.charge(replace(ON_A_PAGE, key="pay_2"))
    await answer(browser, paid.action_url, "card", VISA)

    assert (await sandbox.cancel_charge(waits.id)).status is Status.CANCELED
    assert (await sandbox.cancel_charge(paid.id)).status is Status.SUCCEEDED
    assert await answer(browser, waits.action_url, "card", VISA) == BACK  # Too late: it stays canceled.
    assert (await sandbox.read_charge(waits.id)).status is Status.CANCELED


async def test_a_forgotten_method_is_not_charged(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    method = await added(sandbox, browser)

    for _ in range(2):  # One that is not there is forgotten already.
        await sandbox.forget_method(method.token)

    with pytest.raises(ProviderRefused, match="method_unknown"):
        await sandbox.charge(replace(A_CHARGE, token=method.token))


async def test_a_method_is_charged_for_its_customer_and_account_only(
    sandbox: SandboxProvider, browser: AsyncClient, to_sandbox: ASGITransport
) -> None:
    method = await added(sandbox, browser)
    other = SandboxProvider(
        "http://sandbox.test", SandboxAccount("pacc_contoso", **asdict(drawn_keys())), transport=to_sandbox
    )
    charge = await sandbox.charge(replace(A_CHARGE, token=method.token))

    for provider, order in (
        (sandbox, replace(A_CHARGE, key="pay_2", token=method.token, customer_id="cus_other")),
        (other, replace(A_CHARGE, token=method.token)),
    ):
        with pytest.raises(ProviderRefused, match="method_unknown"):
            await provider.charge(order)
    with pytest.raises(ProviderRefused, match="charge_not_found"):
        await other.read_charge(charge.id)
    with pytest.raises(ProviderRefused, match="charge_not_found"):
        await other.refund(RefundOrder("ref_1", charge.id, TEN))
    await other.forget_method(method.token)
    assert (await sandbox.charge(replace(A_CHARGE, key="pay_3", token=method.token))).failure is None
    await other.close()


async def test_all_charges_of_a_time_come_the_oldest_first(
    sandbox: SandboxProvider, browser: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foyer_sandbox_provider.api.doors.PAGE", 2)
    begun = [(await sandbox.charge(replace(ON_A_PAGE, key=f"pay_{n}"))).id for n in range(5)]

    assert [charge.id async for charge in all_charges(sandbox)] == begun
    later = real_now() + timedelta(hours=1)
    assert [charge async for charge in sandbox.charges(later, later + timedelta(days=1))] == []


@pytest.mark.parametrize(
    "answer_with",
    [
        httpx.Response(500),
        httpx.Response(503, json={"code": "unavailable"}),
        httpx.Response(429, json={"code": "too_many_requests"}),
        httpx.Response(200, text="<html>a proxy</html>"),
        httpx.Response(200, json={"id": "sbch_1"}),
        httpx.Response(200, json=[]),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
    ],
)
async def test_what_is_no_answer_says_that_it_is_away(answer_with: httpx.Response | Exception) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(answer_with, Exception):
            raise answer_with
        return answer_with

    sandbox = SandboxProvider(
        "http://sandbox.test",
        SandboxAccount("pacc_1", **asdict(drawn_keys())),
        transport=httpx.MockTransport(answer),
    )

    with pytest.raises(ProviderAway):
        await sandbox.charge(ON_A_PAGE)
    await sandbox.close()


async def test_no_number_and_no_key_lies_open_in_the_database(
    sandbox: SandboxProvider, browser: AsyncClient, sandbox_stored: Any, seal: Seal
) -> None:
    setup = await sandbox.set_up(A_SETUP)
    await answer(browser, setup.action_url, "sepa_debit", ACCOUNT)
    await added(sandbox, browser, key="pms_2")

    stored = await sandbox_stored()

    assert "Ada Lovelace" in stored
    secrets = ("4242424242424242", "0532013000", sandbox._account.api_key, sandbox._account.webhook_secret)
    assert [secret for secret in secrets if secret in stored] == []
