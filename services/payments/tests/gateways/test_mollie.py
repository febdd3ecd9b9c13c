"""What Mollie does beyond the contract of all (test_contract.py), against Mollie in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import Dispute, Failure, ProvidedMethod, Reversal, Status
from foyer_payments.gateways.mollie import MollieProvider
from foyer_payments.gateways.provider import (
    ChargeOrder,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA
from foyer_shared.testing.mollie import IBAN, Mollie, Refused

BACK = "https://northwind.test/payments/pay_1?lang=nl"
HOOK = "https://northwind.test/webhooks/mollie/pacc_1"
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
    webhook_url=HOOK,
)
A_CHARGE = ChargeOrder(
    key="pay_1",
    customer_id=ADA,
    amount=TEN,
    description="NW-2026-0001",
    token=None,
    on_session=False,
    webhook_url=HOOK,
)
ON_A_PAGE = replace(
    A_CHARGE, on_session=True, kinds=("card", "sepa_debit", "ideal", "paypal"), return_url=BACK
)


async def kept(mollie: MollieProvider, at_mollie: Mollie, method: str = "ideal") -> ProvidedMethod:
    """What a first payment has left."""
    page = await mollie.charge(replace(ON_A_PAGE, key="pay_0", save=True))
    at_mollie.pay_by(page.id, method)
    found = (await mollie.read_charge(page.id)).method
    assert found
    return found


async def kept_card(mollie: MollieProvider, at_mollie: Mollie) -> ProvidedMethod:
    """Ada's Visa."""
    setup = await mollie.set_up(A_SETUP)
    at_mollie.fill_in(setup.id)
    found = (await mollie.read_setup(setup.id)).method
    assert found
    return found


async def test_a_card_is_added_by_a_payment_of_nothing(mollie: MollieProvider, at_mollie: Mollie) -> None:
    await mollie.set_up(A_SETUP)

    [asked] = at_mollie.asked
    assert asked.pop("webhookUrl").startswith(f"{HOOK}?token=")
    assert asked == {
        "amount": {"currency": "EUR", "value": "0.00"},
        "description": "pms_1",
        "method": ["creditcard"],
        "redirectUrl": BACK,
        "cancelUrl": BACK,
        "locale": "nl_NL",
        "metadata": {"foyer_key": "pms_1"},
        "sequenceType": "first",
        "customerId": "cst_1",
    }
    assert at_mollie.things["cst_1"]["metadata"] == {"foyer_customer": ADA}


async def test_what_costs_money_to_add_is_not_added(mollie: MollieProvider, at_mollie: Mollie) -> None:
    with pytest.raises(ProviderRefused, match="kind_not_supported"):
        await mollie.set_up(replace(A_SETUP, kinds=("ideal",)))

    assert at_mollie.things == {}


@pytest.mark.parametrize(
    ("money", "value"),
    [(Money(1050, "EUR"), "10.50"), (Money(5, "EUR"), "0.05"), (Money(1050, "JPY"), "1050")],
)
async def test_amounts_are_written_with_all_decimals(
    mollie: MollieProvider, at_mollie: Mollie, money: Money, value: str
) -> None:
    page = await mollie.charge(replace(ON_A_PAGE, amount=money, language="tlh"))

    [asked] = at_mollie.asked
    assert asked["amount"] == {"currency": money.currency, "value": value}
    assert asked["method"] == ["creditcard", "ideal", "paypal"]
    assert not {"locale", "sequenceType", "customerId"} & asked.keys()
    assert page.amount == money


async def test_ideal_that_is_kept_becomes_a_direct_debit_with_its_mandate(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    method = await kept(mollie, at_mollie)

    assert method == ProvidedMethod(
        method.token, "sepa_debit", "4300", holder="Ada Lovelace", iban=IBAN, mandate_reference="MD-1"
    )
    charge = await mollie.charge(replace(A_CHARGE, token=method.token))
    assert (charge.status, charge.action_url) == (Status.PROCESSING, None)


async def test_paypal_is_kept_without_an_iban(mollie: MollieProvider, at_mollie: Mollie) -> None:
    method = await kept(mollie, at_mollie, "paypal")

    assert (method.kind, method.last4, method.iban, method.mandate_reference) == ("paypal", "", None, None)


async def test_what_is_not_kept_is_known_by_its_kind(mollie: MollieProvider, at_mollie: Mollie) -> None:
    page = await mollie.charge(ON_A_PAGE)
    at_mollie.pay_by(page.id, "ideal")

    method = (await mollie.read_charge(page.id)).method

    assert method == ProvidedMethod(page.id, "ideal", "", kept=False)


async def test_what_has_no_mandate_yet_is_not_kept(mollie: MollieProvider, at_mollie: Mollie) -> None:
    at_mollie.mandates_are_behind = True
    page = await mollie.charge(replace(ON_A_PAGE, save=True))
    at_mollie.pay_by(page.id, "ideal")

    read = await mollie.read_charge(page.id)

    assert (read.status, read.method) == (Status.SUCCEEDED, ProvidedMethod(page.id, "ideal", "", kept=False))


async def test_a_card_without_a_mandate_yet_is_still_being_added(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    at_mollie.mandates_are_behind = True
    setup = await mollie.set_up(A_SETUP)
    at_mollie.fill_in(setup.id)
    read = await mollie.read_setup(setup.id)

    assert (read.status, read.method, read.action_url) == (Status.PROCESSING, None, None)


@pytest.mark.parametrize(
    ("reason", "status", "failure"),
    [
        (None, Status.SUCCEEDED, None),
        ("AM04", Status.FAILED, Failure("AM04", "soft")),
        ("MS03", Status.FAILED, Failure("MS03", "soft")),
        *(
            (code, Status.FAILED, Failure(code, "hard"))
            for code in (
                *("AC01", "AC04", "AC06", "AC13", "AG01", "AG02", "AM05"),
                *("MD01", "MD02", "MD06", "MD07", "MS02", "RC01", "SL01"),
            )
        ),
    ],
)
async def test_a_direct_debit_settles_later(
    mollie: MollieProvider, at_mollie: Mollie, reason: str | None, status: Status, failure: Failure | None
) -> None:
    method = await kept(mollie, at_mollie)
    charge = await mollie.charge(replace(A_CHARGE, token=method.token))

    at_mollie.settle(charge.id, reason)

    read = await mollie.read_charge(charge.id)
    assert (read.status, read.failure) == (status, failure)


async def test_a_debit_arrives_also_when_its_mandate_is_gone(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    method = await kept(mollie, at_mollie)
    charge = await mollie.charge(replace(A_CHARGE, token=method.token))
    await mollie.forget_method(method.token)

    at_mollie.settle(charge.id)

    read = await mollie.read_charge(charge.id)
    assert read.status is Status.SUCCEEDED
    assert read.method == ProvidedMethod(charge.id, "sepa_debit", "", kept=False)


async def test_a_charge_that_is_open_without_a_page_is_under_way(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    charge = await mollie.charge(replace(A_CHARGE, token=(await kept_card(mollie, at_mollie)).token))

    at_mollie.things[charge.id]["status"] = "open"

    assert (await mollie.read_charge(charge.id)).status is Status.PROCESSING


@pytest.mark.parametrize(
    ("reason", "failure"),
    [("MD06", Failure("MD06", "hard")), ("AM04", Failure("AM04", "soft")), (None, Failure("MS03", "soft"))],
)
async def test_what_a_bank_takes_back_of_a_debit_is_a_reversal(
    mollie: MollieProvider, at_mollie: Mollie, reason: str | None, failure: Failure
) -> None:
    method = await kept(mollie, at_mollie)
    charge = await mollie.charge(replace(A_CHARGE, token=method.token))
    at_mollie.settle(charge.id)

    back = at_mollie.take_back(charge.id, reason)

    read = await mollie.read_charge(charge.id)
    assert (read.disputes, read.reversals) == ((), (Reversal(back["id"], TEN, failure),))


async def test_what_a_bank_gives_again_after_all_is_undone(mollie: MollieProvider, at_mollie: Mollie) -> None:
    method = await kept(mollie, at_mollie)
    charge = await mollie.charge(replace(A_CHARGE, token=method.token))
    at_mollie.settle(charge.id)

    back = at_mollie.take_back(charge.id, "MD06", reversed_at="2026-03-12T09:30:00+00:00")

    read = await mollie.read_charge(charge.id)
    assert read.reversals == (Reversal(back["id"], TEN, Failure("MD06", "hard"), undone=True),)


@pytest.mark.parametrize(("reversed_at", "status"), [(None, "lost"), ("2026-03-12T09:30:00+00:00", "won")])
async def test_a_card_s_chargeback_is_a_dispute(
    mollie: MollieProvider, at_mollie: Mollie, reversed_at: str | None, status: str
) -> None:
    method = await kept_card(mollie, at_mollie)
    charge = await mollie.charge(replace(A_CHARGE, token=method.token))

    back = at_mollie.take_back(charge.id, None, reversed_at=reversed_at)

    [dispute] = (await mollie.read_charge(charge.id)).disputes
    assert (dispute.id, dispute.amount, dispute.reason, dispute.status) == (
        back["id"],
        TEN,
        "chargeback",
        status,
    )
    assert isinstance(dispute, Dispute)


async def test_no_charge_and_no_refund_is_made_twice_when_mollie_has_forgotten_the_key(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    order = replace(A_CHARGE, token=(await kept_card(mollie, at_mollie)).token)
    charge = await mollie.charge(order)
    back = RefundOrder("ref_1", charge.id, Money(100, "EUR"))
    refund = await mollie.refund(back)
    at_mollie.answered.clear()

    assert (await mollie.charge(order)).refunds == (refund,)
    assert await mollie.refund(back) == refund
    assert len(at_mollie.of("re")) == 1
    assert [each["metadata"]["foyer_key"] for each in at_mollie.of("tr")] == ["pay_1", "pms_1"]


async def test_a_card_that_was_used_before_is_the_same_method(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    method = await kept_card(mollie, at_mollie)

    charge = await mollie.charge(replace(A_CHARGE, token=method.token))

    assert charge.method == method
    assert method.expires_on == Expiry(2030, 8)


@pytest.mark.parametrize(
    ("there", "status"),
    [
        ("queued", Status.PROCESSING),
        ("refunded", Status.SUCCEEDED),
        ("failed", Status.FAILED),
        ("canceled", Status.CANCELED),
    ],
)
async def test_a_refund_may_take_its_time_and_fail(
    mollie: MollieProvider, at_mollie: Mollie, there: str, status: Status
) -> None:
    charge = await mollie.charge(replace(A_CHARGE, token=(await kept_card(mollie, at_mollie)).token))
    refund = await mollie.refund(RefundOrder("ref_1", charge.id, TEN))

    at_mollie.things[refund.id]["status"] = there

    [read] = (await mollie.read_charge(charge.id)).refunds
    failure = Failure("refund_failed", "soft") if status is Status.FAILED else None
    assert read == replace(refund, status=status, failure=failure)


async def test_a_setup_that_is_asked_for_twice_makes_one_customer(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    assert await mollie.set_up(A_SETUP) == await mollie.set_up(A_SETUP)

    assert len(at_mollie.of("cst")) == len(at_mollie.of("tr")) == 1


async def test_what_is_no_id_of_mollie_s_is_refused(mollie: MollieProvider) -> None:
    with pytest.raises(ProviderRefused, match="not_found"):
        await mollie.read_charge("pi_1")


async def test_no_more_is_listed_than_was_begun_since(
    mollie_with: Callable[..., MollieProvider], at_mollie: Mollie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foyer_payments.gateways.mollie.MOST", 1)
    pages = []

    def answer(request: httpx.Request) -> httpx.Response:
        pages.extend([request.url] if request.url.path == "/v2/payments" and request.method == "GET" else [])
        return at_mollie(request)

    mollie = mollie_with(answer)
    for key in ("pay_1", "pay_2", "pay_3"):
        page = await mollie.charge(replace(ON_A_PAGE, key=key))
        if key != "pay_3":
            at_mollie.things[page.id]["createdAt"] = "2026-03-10T09:30:00+00:00"

    now = real_now()
    listed = [each async for each in mollie.charges(now - timedelta(hours=1), now + timedelta(hours=1))]

    assert [each.key for each in listed] == ["pay_3"]
    assert len(pages) == 2


async def test_its_connections_are_given_back(mollie: MollieProvider) -> None:
    adapter = mollie._session.get_adapter("https://api.mollie.com")

    await mollie.close()

    assert vars(adapter)["closed"]


async def test_what_mollie_does_not_cancel_goes_on(mollie: MollieProvider, at_mollie: Mollie) -> None:
    page = await mollie.charge(ON_A_PAGE)
    at_mollie.things[page.id]["isCancelable"] = False

    assert await mollie.cancel_charge(page.id) == page


@pytest.mark.parametrize("there", ["expired", "canceled"])
async def test_a_page_that_was_left_is_over(mollie: MollieProvider, at_mollie: Mollie, there: str) -> None:
    page, setup = await mollie.charge(ON_A_PAGE), await mollie.set_up(A_SETUP)

    for each in (page, setup):
        at_mollie.things[each.id] |= {"status": there, "_links": {}}

    assert (await mollie.read_charge(page.id)).status is Status.CANCELED
    assert (await mollie.read_setup(setup.id)).status is Status.CANCELED


async def test_a_listed_charge_of_which_something_went_back_is_read_in_full(
    mollie: MollieProvider, at_mollie: Mollie
) -> None:
    order = replace(A_CHARGE, token=(await kept_card(mollie, at_mollie)).token)
    plain, refunded, taken = [await mollie.charge(replace(order, key=f"pay_{n}")) for n in range(3)]
    await mollie.refund(RefundOrder("ref_1", refunded.id, TEN))
    at_mollie.take_back(taken.id, None)

    now = real_now()
    [_, *listed] = [each async for each in mollie.charges(now - timedelta(hours=1), now + timedelta(hours=1))]

    assert [(each.id, len(each.refunds), len(each.disputes)) for each in listed] == [
        (plain.id, 0, 0),
        (refunded.id, 1, 0),
        (taken.id, 0, 1),
    ]


@pytest.mark.parametrize("status", [401, 403, 409])
async def test_a_key_that_does_not_open_or_is_in_use_is_no_answer(
    mollie_with: Callable[..., MollieProvider], status: int
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=Refused(status).body)

    with pytest.raises(ProviderAway):
        await mollie_with(answer).charge(ON_A_PAGE)


async def test_a_refusal_names_the_field(mollie: MollieProvider) -> None:
    with pytest.raises(ProviderRefused, match="422_redirectUrl"):
        await mollie.charge(replace(ON_A_PAGE, return_url=None))


async def test_nobody_is_told_where_foyer_runs_nor_the_key(
    mollie_with: Callable[..., MollieProvider],
) -> None:
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers)
        raise httpx.ConnectError("refused")

    with pytest.raises(ProviderAway) as away:
        await mollie_with(answer).charge(ON_A_PAGE)

    assert [headers["x-mollie-client-info"] for headers in sent] == ["Foyer"]
    assert (away.value.reason, away.value.__cause__) == ("RequestError", None)
