"""From the page where a customer types a card to the event that the money has come, by webhooks."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from foyer_payments.gateways.provider_metrics import notices_refused
from foyer_shared.basics.clock import real_now
from foyer_shared.http.body_limit import LARGEST_BODY
from foyer_shared.testing.makers import ADA
from foyer_shared.testing.messaging import eventually
from standardwebhooks import Webhook

from tests.e2e.paying.conftest import Paying

CARD = {"number": "4242424242424242", "expiry": "08/30", "cvc": "123", "holder": "Ada Lovelace"}
ACCOUNT = {"iban": "DE89370400440532013000", "holder": "Ada Lovelace", "agreed": "yes"}

LIVES = {
    "cus_visa": ("card", CARD, "payment.succeeded", None),
    "cus_poor": ("card", CARD | {"number": "4000000000009995"}, "payment.failed", "insufficient_funds"),
    "cus_thief": ("card", CARD | {"number": "4000000000009979"}, "payment.failed", "stolen_card"),
    "cus_sepa": ("sepa_debit", ACCOUNT, "payment.succeeded", None),
    "cus_closed": ("sepa_debit", ACCOUNT | {"iban": "DE62370400440532013001"}, "payment.failed", "AC04"),
    "cus_back": ("sepa_debit", ACCOUNT | {"iban": "DE51370400440532013005"}, "payment.reversed", "MD06"),
}
"""Customers, what they pay with, and what is told of it last."""

SUMS = """
SELECT (SELECT coalesce(sum(amount), 0) FROM payments.payments WHERE status = 'succeeded'),
       (SELECT coalesce(sum(amount), 0) FROM sandbox_provider.charges WHERE status = 'succeeded')
"""


async def test_a_card_is_added_and_an_invoice_collected(paying: Paying) -> None:
    await paying.add(ADA, "card", **CARD)

    await paying.collect(ADA, "inv_1")

    async def has_come() -> bool:
        return bool(await paying.told("payment.succeeded"))

    await eventually(has_come)
    [event] = await paying.told("payment.succeeded")
    assert event.customerid == ADA
    payment = event.data["payment"]
    assert payment["amount"] == {"amount": 1000, "currency": "EUR"}
    assert [part["invoice_id"] for part in payment["invoices"]] == ["inv_1"]
    assert (payment["kind"], payment["attempt"]) == ("card", 1)
    assert event.data["fee"] == {"amount": 39, "currency": "EUR"}
    assert await paying.ask(SUMS) == [(1000, 1000)]


async def test_a_customer_pays_by_hand_and_is_asked_by_the_bank(paying: Paying) -> None:
    await paying.bill(ADA, "inv_1")

    async def is_known() -> bool:
        return bool(await paying.ask("SELECT 1 FROM payments.invoices WHERE id = 'inv_1'"))

    await eventually(is_known)
    begun = await paying.call(
        "POST",
        "payments",
        ADA,
        invoices=[{"invoice_id": "inv_1"}],
        kind="card",
        return_path="/payments/{id}",
    )
    card = CARD | {"number": "4000002760003184"}
    asks = await paying.fill_in(begun["action_url"], kind="card", **card)
    assert f"{paying.url}{asks}" == begun["action_url"]
    back = await paying.fill_in(begun["action_url"], act="confirm")

    assert back == f"{paying.url}/payments/{begun['id']}"
    assert (await paying.call("POST", f"payments/{begun['id']}/look", ADA))["status"] == "succeeded"
    assert [event.data["payment"]["attempt"] for event in await paying.told("payment.succeeded")] == [None]
    assert await paying.ask(SUMS) == [(1000, 1000)]


async def test_whatever_becomes_of_them_both_books_agree(paying: Paying) -> None:
    """Also when each webhook comes late, twice, and the last one first."""
    for customer_id, (kind, form, _, _) in LIVES.items():
        await paying.add(customer_id, kind, **form)
    await paying.ask(
        "UPDATE sandbox_provider.accounts"
        " SET copies = 2, is_reordering = true, delay_seconds = 0.3 RETURNING 1"
    )

    for customer_id in LIVES:
        await paying.collect(customer_id, f"inv_{customer_id}")

    async def told() -> list[tuple[str, str | None, str | None]]:
        kinds = ("payment.succeeded", "payment.failed", "payment.reversed")
        events = [event for kind in kinds for event in await paying.told(kind)]
        return [(event.type, event.customerid, event.data.get("code")) for event in events]

    last = [(word, customer_id, code) for customer_id, (_, _, word, code) in LIVES.items()]

    async def all_told() -> bool:
        await paying.let_days_pass()
        return set(last) <= set(await told())

    await eventually(all_told)
    assert Counter(await told()) == Counter([*last, ("payment.succeeded", "cus_back", None)])
    assert await paying.ask("SELECT count(*) FROM sandbox_provider.charges") == [(len(LIVES),)]
    assert await paying.ask(SUMS) == [(3000, 3000)]


def refused(reason: str) -> float:
    """How many webhooks were, for that."""
    return float(notices_refused.labels(reason)._value.get())


def signed(body: str, secret: str, *, at: datetime) -> dict[str, str]:
    """What the provider says about it."""
    return {
        "webhook-id": "sbnot_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("sbnot_1", at, body),
    }


@pytest.mark.parametrize(
    ("wrong", "status", "reason"),
    [
        ("no signature", 422, "unsigned"),
        ("another's signature", 422, "bad_signature"),
        ("another body", 422, "bad_signature"),
        ("an old one", 422, "too_old"),
        ("garbage", 422, "unreadable"),
        ("an unknown account", 404, "unknown_account"),
        ("another provider", 404, "unknown_account"),
        ("a huge body", 413, None),
    ],
)
async def test_a_webhook_that_is_not_right_changes_nothing(
    paying: Paying, wrong: str, status: int, reason: str | None
) -> None:
    await paying.call("POST", "payment-setups", ADA, kind="card", return_path="/payment-methods")
    account_id, secret = await paying.account()
    body = json.dumps({"type": "charge.changed", "data": {"id": "sbch_1"}})
    now, path = real_now(), f"sandbox/{account_id}"
    headers = signed(body, secret, at=now)
    match wrong:
        case "no signature":
            headers = {}
        case "another's signature":
            headers = signed(body, "whsec_b3RoZXI=", at=now)
        case "another body":
            body = body.replace("sbch_1", "sbch_2")
        case "an old one":
            headers = signed(body, secret, at=now - timedelta(minutes=6))
        case "garbage":
            body = "<garbage>"
            headers = signed(body, secret, at=now)
        case "an unknown account":
            path = "sandbox/pacc_nobody"
        case "another provider":
            path = f"stripe/{account_id}"
        case "a huge body":
            body = "x" * (LARGEST_BODY + 1)
    counted = refused(reason) if reason else 0

    answer = await paying.browser.post(f"{paying.url}/webhooks/{path}", content=body, headers=headers)

    assert answer.status_code == status
    assert await paying.ask("SELECT 1 FROM payments.notices WHERE notice_id = 'sbnot_1'") == []
    if reason:
        assert refused(reason) == counted + 1


async def test_a_webhook_about_what_nobody_knows_is_taken_and_left_alone(paying: Paying) -> None:
    await paying.call("POST", "payment-setups", ADA, kind="card", return_path="/payment-methods")
    account_id, secret = await paying.account()
    body = json.dumps({"type": "charge.changed", "data": {"id": "sbch_nobody"}})
    counted = refused("unknown_object")
    url = f"{paying.url}/webhooks/sandbox/{account_id}"

    for _ in range(2):
        answer = await paying.browser.post(url, content=body, headers=signed(body, secret, at=real_now()))
        assert answer.status_code == 200

    await eventually(lambda: refused("unknown_object") == counted + 1)
    assert await paying.told("payment") == []
