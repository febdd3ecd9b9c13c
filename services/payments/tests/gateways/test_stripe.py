"""What Stripe does beyond the contract of all (test_contract.py), against Stripe in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from foyer_payments.domain.provided import Charged, Dispute, Failure, ProvidedMethod, Reversal, Status
from foyer_payments.gateways.provider import (
    ChargeOrder,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.stripe import StripeProvider
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA
from foyer_shared.testing.stripe import ASKS, Refused, Stripe

BACK = "https://northwind.test/payments/pay_1?lang=nl"
TEN = Money(1000, "EUR")
A_SETUP = SetupOrder(
    key="pms_1",
    customer_id=ADA,
    kinds=("card", "sepa_debit", "ideal"),
    currency="EUR",
    country=None,
    email=None,
    holder=None,
    language="nl-BE",
    return_url=BACK,
)
A_CHARGE = ChargeOrder(
    key="pay_1", customer_id=ADA, amount=TEN, description="NW-2026-0001", token=None, on_session=False
)
ON_A_PAGE = replace(A_CHARGE, on_session=True, kinds=("card", "sepa_debit", "ideal"), return_url=BACK)


async def kept_card(stripe: StripeProvider, at_stripe: Stripe, number: str = "4242424242424242") -> str:
    """Its token."""
    setup = await stripe.set_up(A_SETUP)
    at_stripe.fill_in(setup.id, number)
    method = (await stripe.read_setup(setup.id)).method
    assert method
    return method.token


async def kept_account(stripe: StripeProvider, at_stripe: Stripe, kind: str = "sepa_debit") -> ProvidedMethod:
    """A mandate that was given on the page."""
    setup = await stripe.set_up(replace(A_SETUP, key=f"pms_{kind}"))
    at_stripe.agree(setup.id, kind)
    method = (await stripe.read_setup(setup.id)).method
    assert method
    return method


def intent_of(at_stripe: Stripe, key: str = "pay_1") -> str:
    """The id of the payment's intent."""
    [found] = [each["id"] for each in at_stripe.of("payment_intent") if each["metadata"]["foyer_key"] == key]
    return str(found)


async def test_the_page_speaks_the_customer_s_language_and_leads_back(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    await stripe.set_up(A_SETUP)
    await stripe.charge(replace(ON_A_PAGE, language="tlh"))

    payment, setup = at_stripe.of("checkout.session")
    assert (setup["locale"], payment["locale"]) == ("nl", "auto")
    assert (setup["success_url"], setup["_said"]["cancel_url"]) == (BACK, BACK)
    assert setup["_said"]["allowed_payment_method_types"] == ["card", "sepa_debit", "ideal"]


async def test_a_customer_is_one_at_stripe_while_its_search_is_behind_and_after(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    at_stripe.search_is_behind = True
    await stripe.set_up(A_SETUP)
    await stripe.set_up(replace(A_SETUP, key="pms_2"))
    at_stripe.search_is_behind = False
    at_stripe.answered.clear()  # As Stripe forgets keys after a day.
    await stripe.set_up(replace(A_SETUP, key="pms_3"))
    await stripe.set_up(replace(A_SETUP, key="pms_4", customer_id="cus_other"))

    assert [each["metadata"] for each in at_stripe.of("customer")] == [
        {"foyer_customer": "cus_other"},
        {"foyer_customer": ADA},
    ]


async def test_no_charge_and_no_refund_is_made_twice_when_stripe_has_forgotten_the_key(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    order = replace(A_CHARGE, token=await kept_card(stripe, at_stripe))
    back = RefundOrder("ref_1", (await stripe.charge(order)).id, Money(100, "EUR"))
    refund = await stripe.refund(back)
    at_stripe.answered.clear()

    again = await stripe.charge(order)

    assert again.refunds == (refund,)
    assert await stripe.refund(back) == refund
    assert len(at_stripe.of("payment_intent")) == len(at_stripe.of("refund")) == 1


@pytest.mark.parametrize("kind", ["ideal", "bancontact"])
async def test_what_pays_once_becomes_a_direct_debit_when_it_is_kept(
    stripe: StripeProvider, at_stripe: Stripe, kind: str
) -> None:
    page = await stripe.charge(replace(ON_A_PAGE, kinds=(kind,), save=True))
    at_stripe.agree(page.id, kind)

    method = (await stripe.read_charge(page.id)).method

    assert method
    assert (method.kind, method.last4, method.mandate_reference) == ("sepa_debit", "4300", "NXDSYREGC9PSMKWY")
    charge = await stripe.charge(replace(A_CHARGE, key="pay_2", token=method.token))
    assert charge.status is Status.PROCESSING


@pytest.mark.parametrize("kind", ["ideal", "bancontact"])
async def test_what_is_no_direct_debit_yet_is_not_kept(
    stripe: StripeProvider, at_stripe: Stripe, kind: str
) -> None:
    at_stripe.debits_are_behind = True
    page = await stripe.charge(replace(ON_A_PAGE, kinds=(kind,), save=True))
    setup = await stripe.set_up(replace(A_SETUP, kinds=(kind,)))
    for each in (page, setup):
        at_stripe.agree(each.id, kind)

    charge, added = await stripe.read_charge(page.id), await stripe.read_setup(setup.id)

    assert charge.method
    assert (charge.status, charge.method.kind, charge.method.kept) == (Status.SUCCEEDED, kind, False)
    assert (added.status, added.method) == (Status.PROCESSING, None)


async def test_an_account_that_is_added_by_ideal_is_a_mandate(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    by_ideal, by_iban = [await kept_account(stripe, at_stripe, kind) for kind in ("ideal", "sepa_debit")]

    assert (by_ideal.kind, by_ideal.last4) == ("sepa_debit", "4300")
    assert by_iban == ProvidedMethod(
        by_iban.token, "sepa_debit", "3000", holder="Ada Lovelace", mandate_reference="NXDSYREGC9PSMKWY"
    )


@pytest.mark.parametrize(
    ("code", "status", "failure"),
    [
        (None, Status.SUCCEEDED, None),
        ("insufficient_funds", Status.FAILED, Failure("insufficient_funds", "soft")),
        ("account_closed", Status.FAILED, Failure("account_closed", "hard")),
        ("generic_decline", Status.FAILED, Failure("card_declined", "soft")),
    ],
)
async def test_a_direct_debit_settles_later(
    stripe: StripeProvider, at_stripe: Stripe, code: str | None, status: Status, failure: Failure | None
) -> None:
    method = await kept_account(stripe, at_stripe)
    charge = await stripe.charge(replace(A_CHARGE, token=method.token))
    assert charge.status is Status.PROCESSING

    at_stripe.settle(charge.id, code)

    read = await stripe.read_charge(charge.id)
    assert (read.status, read.failure) == (status, failure)


async def test_what_a_bank_takes_back_of_a_debit_is_a_reversal(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    method = await kept_account(stripe, at_stripe)
    charge = await stripe.charge(replace(A_CHARGE, token=method.token))
    at_stripe.settle(charge.id)

    at_stripe.dispute(charge.id, "under_review", "insufficient_funds")
    dispute = at_stripe.dispute(charge.id, "lost", "debit_not_authorized")

    read = await stripe.read_charge(charge.id)
    assert read.disputes == ()
    assert read.reversals == (Reversal(dispute["id"], TEN, Failure("debit_not_authorized", "hard")),)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("needs_response", "open"),
        ("under_review", "open"),
        ("won", "won"),
        ("lost", "lost"),
        ("warning_needs_response", None),
        ("prevented", None),
    ],
)
async def test_a_dispute_is_told_once_money_is_at_stake(
    stripe: StripeProvider, at_stripe: Stripe, there: str, here: str | None
) -> None:
    charge = await stripe.charge(replace(A_CHARGE, token=await kept_card(stripe, at_stripe)))

    dispute = at_stripe.dispute(charge.id, there)

    disputes = (await stripe.read_charge(charge.id)).disputes
    assert [(each.id, each.amount, each.reason, each.status) for each in disputes] == (
        [(dispute["id"], TEN, "fraudulent", here)] if here else []
    )
    assert all(isinstance(each, Dispute) for each in disputes)


@pytest.mark.parametrize(
    ("passed", "status", "failure"),
    [(True, Status.SUCCEEDED, None), (False, Status.FAILED, Failure("authentication_failed", "soft"))],
)
async def test_a_bank_asks_a_customer_who_is_here(
    stripe: StripeProvider, at_stripe: Stripe, passed: bool, status: Status, failure: Failure | None
) -> None:
    token = await kept_card(stripe, at_stripe, ASKS)
    charge = await stripe.charge(replace(A_CHARGE, token=token, on_session=True, return_url=BACK))
    assert charge.status is Status.REQUIRES_ACTION
    assert str(charge.action_url).startswith("https://hooks.stripe.com/")

    at_stripe.confirm_action(charge.id, passed=passed)

    read = await stripe.read_charge(charge.id)
    assert (read.status, read.failure, read.action_url) == (status, failure, None)


async def test_a_bank_s_question_is_withdrawn(stripe: StripeProvider, at_stripe: Stripe) -> None:
    token = await kept_card(stripe, at_stripe, ASKS)
    charge = await stripe.charge(replace(A_CHARGE, token=token, on_session=True, return_url=BACK))

    assert (await stripe.cancel_charge(charge.id)).status is Status.CANCELED
    assert (await stripe.cancel_charge(charge.id)).status is Status.CANCELED


async def test_a_decline_on_the_page_leaves_it_open_for_another_card(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    page = await stripe.charge(ON_A_PAGE)
    at_stripe.fill_in(page.id, "4000000000009995")

    assert await stripe.read_charge(page.id) == page
    assert await stripe.read_charge(intent_of(at_stripe)) == page
    at_stripe.fill_in(page.id)
    assert (await stripe.read_charge(intent_of(at_stripe))).status is Status.SUCCEEDED


async def test_a_page_on_which_somebody_tried_is_closed(stripe: StripeProvider, at_stripe: Stripe) -> None:
    page = await stripe.charge(ON_A_PAGE)
    at_stripe.fill_in(page.id, "4000000000009995")

    canceled = await stripe.cancel_charge(page.id)

    assert canceled == Charged(page.id, Status.CANCELED, TEN, "pay_1")


async def test_a_fee_in_another_currency_than_was_paid_is_not_told(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    at_stripe.settles_in = "usd"

    charge = await stripe.charge(replace(A_CHARGE, token=await kept_card(stripe, at_stripe)))

    assert (charge.status, charge.amount, charge.fee) == (Status.SUCCEEDED, TEN, None)


async def test_what_was_paid_on_a_page_goes_back(stripe: StripeProvider, at_stripe: Stripe) -> None:
    page = await stripe.charge(ON_A_PAGE)
    with pytest.raises(ProviderRefused):
        await stripe.refund(RefundOrder("ref_1", page.id, TEN))
    at_stripe.fill_in(page.id)

    refund = await stripe.refund(RefundOrder("ref_2", page.id, TEN))

    assert (refund.status, refund.key, refund.amount) == (Status.SUCCEEDED, "ref_2", TEN)
    assert (await stripe.read_charge(page.id)).refunds == (refund,)


async def test_all_refunds_are_read_and_those_past_foyer_have_no_key(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    charge = await stripe.charge(replace(A_CHARGE, token=await kept_card(stripe, at_stripe)))
    about = {"payment_intent": charge.id, "currency": "eur", "metadata": {}, "amount": 10}
    for _ in range(11):  # One more than come with the charge.
        at_stripe.add("refund", "re", status="succeeded", **about)
    at_stripe.add("refund", "re", status="failed", failure_reason="lost_or_stolen_card", **about)

    refunds = (await stripe.read_charge(charge.id)).refunds

    assert [each.key for each in refunds] == [None] * 12
    assert [each.failure for each in refunds if each.failure] == [Failure("lost_or_stolen_card", "soft")]


@pytest.mark.parametrize(
    ("money", "there"),
    [
        (Money(1050, "EUR"), 1050),
        (Money(1050, "JPY"), 1050),
        (Money(1050, "ISK"), 105000),
        (Money(1050, "UGX"), 105000),
    ],
)
async def test_amounts_are_written_as_stripe_counts(
    stripe: StripeProvider, at_stripe: Stripe, money: Money, there: int
) -> None:
    page = await stripe.charge(replace(ON_A_PAGE, amount=money))

    assert at_stripe.things[page.id]["amount_total"] == there
    assert page.amount == money


async def test_a_part_of_stripe_s_unit_is_refused(stripe: StripeProvider, at_stripe: Stripe) -> None:
    with pytest.raises(ProviderRefused, match="amount_not_possible"):
        await stripe.charge(replace(ON_A_PAGE, amount=Money(1050, "MGA")))

    assert at_stripe.of("checkout.session") == []


@pytest.mark.parametrize("status", [401, 403, 409])
async def test_a_key_that_does_not_open_or_is_in_use_is_no_answer(
    stripe_with: Callable[..., StripeProvider], status: int
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=Refused(status, "no").body)

    with pytest.raises(ProviderAway):
        await stripe_with(answer).charge(ON_A_PAGE)


@pytest.mark.parametrize(
    ("failure", "calls"), [(httpx.ConnectError("no"), 2), (httpx.ReadTimeout("slow"), 1)]
)
async def test_stripe_is_asked_again_at_once_only_where_it_was_not_reached(
    stripe_with: Callable[..., StripeProvider], failure: httpx.TransportError, calls: int
) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers)
        raise failure

    with pytest.raises(ProviderAway):
        await stripe_with(answer).charge(ON_A_PAGE)

    assert len(asked) == calls
    # Nobody is told which installation this is.
    assert "telemetry" not in str(asked)


async def test_a_key_that_was_used_for_another_page_is_refused(
    stripe: StripeProvider, at_stripe: Stripe
) -> None:
    await stripe.charge(ON_A_PAGE)

    with pytest.raises(ProviderRefused, match="key_reused"):
        await stripe.charge(replace(ON_A_PAGE, amount=Money(1001, "EUR")))

    assert len(at_stripe.of("checkout.session")) == 1


@pytest.mark.parametrize(("there", "here"), [("apple_pay", "apple_pay"), ("link", None), (None, None)])
async def test_a_card_may_come_from_a_wallet(
    stripe: StripeProvider, at_stripe: Stripe, there: str | None, here: str | None
) -> None:
    setup = await stripe.set_up(A_SETUP)
    at_stripe.fill_in(setup.id)
    [card] = at_stripe.of("payment_method")
    card["card"]["wallet"] = {"type": there} if there else None

    method = (await stripe.read_setup(setup.id)).method

    assert method
    assert method.wallet == here


async def test_a_setup_that_was_left_is_over(stripe: StripeProvider, at_stripe: Stripe) -> None:
    setup = await stripe.set_up(A_SETUP)

    at_stripe.things[setup.id] |= {"status": "expired", "url": None}

    read = await stripe.read_setup(setup.id)
    assert (read.status, read.action_url, read.method) == (Status.CANCELED, None, None)


async def test_charges_that_are_not_foyer_s_are_listed(stripe: StripeProvider, at_stripe: Stripe) -> None:
    charge = await stripe.charge(replace(A_CHARGE, token=await kept_card(stripe, at_stripe)))
    at_stripe.things[charge.id]["metadata"] = {}

    now = real_now()
    [listed] = [each async for each in stripe.charges(now - timedelta(hours=1), now + timedelta(hours=1))]

    assert listed == replace(charge, key=None)
