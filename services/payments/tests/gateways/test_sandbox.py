"""What the sandbox provider does beyond the contract of all: test_contract.py."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_payments.domain.provided import Charged, Failure, ProvidedMethod, Status
from foyer_payments.gateways.provider import (
    ChargeOrder,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.sandbox import SandboxProvider
from foyer_sandbox_provider.domain.outcomes import IBANS
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA
from httpx import AsyncClient

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
        *(
            (iban, Status.FAILED, Failure(outcome, "hard"), None)
            for iban, outcome in IBANS.items()
            if outcome in {"MS02", "SL01", "AC01", "AC06", "AC13", "AG01", "RC01", "MD02", "MD07", "AM05"}
        ),
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


async def test_a_mandate_goes_on_with_another_account(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    """And nothing is charged to the one before."""
    first = await sandbox.set_up(A_SETUP)
    await answer(browser, first.action_url, "sepa_debit", ACCOUNT)
    old = (await sandbox.read_setup(first.id)).method
    assert old
    changed = await sandbox.set_up(replace(A_SETUP, key="pms_2", kinds=("sepa_debit",), amends=old.token))
    await answer(browser, changed.action_url, "sepa_debit", ACCOUNT | {"iban": "NL91ABNA0417164300"})

    new = (await sandbox.read_setup(changed.id)).method
    assert new
    assert (new.mandate_reference, new.iban) == (old.mandate_reference, "NL91ABNA0417164300")
    assert new.token != old.token
    with pytest.raises(ProviderRefused):
        await sandbox.charge(replace(A_CHARGE, token=old.token))
    assert (await sandbox.charge(replace(A_CHARGE, key="pay_2", token=new.token))).status is Status.PROCESSING


async def test_another_customer_s_mandate_is_left_alone(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    first = await sandbox.set_up(replace(A_SETUP, customer_id="cus_other"))
    await answer(browser, first.action_url, "sepa_debit", ACCOUNT)
    old = (await sandbox.read_setup(first.id)).method
    assert old
    changed = await sandbox.set_up(replace(A_SETUP, key="pms_2", amends=old.token))
    await answer(browser, changed.action_url, "sepa_debit", ACCOUNT)

    new = (await sandbox.read_setup(changed.id)).method
    assert new
    assert new.mandate_reference != old.mandate_reference
    charge = replace(A_CHARGE, customer_id="cus_other", token=old.token)
    assert (await sandbox.charge(charge)).status is Status.PROCESSING
