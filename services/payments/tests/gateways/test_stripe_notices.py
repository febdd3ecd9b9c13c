"""What the gateway reads of Stripe's webhooks, and which it refuses."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_payments.domain.provided import Notice
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.provider import NoticeRefused
from foyer_payments.gateways.stripe import StripeProvider
from stripe import WebhookSignature

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SECRET = "whsec_northwind"
GATEWAY = StripeProvider(AccountKeys("sk_test_1", SECRET))


def event(**about: Any) -> str:
    """A webhook's body."""
    return json.dumps({"id": "evt_1", "object": "event", "type": "any", "data": {"object": about}})


BODY = event(object="payment_intent", id="pi_1")


def signed(body: str = BODY, *, at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    """The headers, signed by the SDK."""
    sign: Any = WebhookSignature.generate_signature_header
    return {"Stripe-Signature": sign(body, secret, int(at.timestamp()))}


@pytest.mark.parametrize(
    ("about", "notices"),
    [
        ({"object": "payment_intent", "id": "pi_1"}, [Notice("evt_1", "charge", "pi_1")]),
        ({"object": "charge", "id": "ch_1", "payment_intent": "pi_1"}, [Notice("evt_1", "charge", "pi_1")]),
        ({"object": "refund", "id": "re_1", "payment_intent": "pi_1"}, [Notice("evt_1", "charge", "pi_1")]),
        ({"object": "dispute", "id": "du_1", "payment_intent": "pi_1"}, [Notice("evt_1", "charge", "pi_1")]),
        (
            {"object": "checkout.session", "id": "cs_1", "mode": "payment"},
            [Notice("evt_1", "charge", "cs_1")],
        ),
        ({"object": "checkout.session", "id": "cs_1", "mode": "setup"}, [Notice("evt_1", "setup", "cs_1")]),
        ({"object": "checkout.session", "id": "cs_1", "mode": "subscription"}, []),
        ({"object": "charge", "id": "ch_1", "payment_intent": None}, []),
        ({"object": "customer", "id": "cus_1"}, []),
    ],
)
def test_a_webhook_says_where_to_look(about: dict[str, Any], notices: list[Notice]) -> None:
    body = event(**about)

    assert GATEWAY.read_notices(signed(body), body.encode(), now=NOW) == notices


def test_one_of_several_signatures_is_enough() -> None:
    """A secret is changed without a gap."""
    timestamp, ours = signed()["Stripe-Signature"].split(",")
    header = {"stripe-signature": f"{timestamp},v1=6f74686572,{ours}"}

    assert len(GATEWAY.read_notices(header, BODY.encode(), now=NOW)) == 1


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({}, BODY, "unsigned"),
        ({"Stripe-Signature": ""}, BODY, "unsigned"),
        ({"Stripe-Signature": "v1=ab"}, BODY, "unsigned"),
        ({"Stripe-Signature": "t=yesterday,v1=ab"}, BODY, "unsigned"),
        ({"Stripe-Signature": f"t={'9' * 400},v1=ab"}, BODY, "unsigned"),
        ({"Stripe-Signature": f"t={int(NOW.timestamp())}"}, BODY, "bad_signature"),
        ({"Stripe-Signature": f"t={int(NOW.timestamp())},v1=é"}, BODY, "bad_signature"),
        ({"Stripe-Signature": f"t={int(NOW.timestamp())},t,v1="}, BODY, "bad_signature"),
        (signed(secret="whsec_other"), BODY, "bad_signature"),
        (signed(), BODY.replace("pi_1", "pi_2"), "bad_signature"),
        (signed(at=NOW - timedelta(minutes=5, seconds=1)), BODY, "too_old"),
        (signed(at=NOW + timedelta(minutes=5, seconds=1)), BODY, "too_old"),
        (signed("not json"), "not json", "unreadable"),
        (signed("[]"), "[]", "unreadable"),
        (signed('{"id": "evt_1"}'), '{"id": "evt_1"}', "unreadable"),
        (signed(event(id="pi_1")), event(id="pi_1"), "unreadable"),
    ],
)
def test_whatever_stripe_did_not_just_sign_is_refused(
    headers: Mapping[str, str], body: str, reason: str
) -> None:
    with pytest.raises(NoticeRefused, match=reason):
        GATEWAY.read_notices(headers, body.encode(), now=NOW)


@pytest.mark.parametrize("first", ["t=+{old}", "t= {old}", "t={old}"])
def test_a_second_time_makes_an_old_webhook_no_younger(first: str) -> None:
    old = NOW - timedelta(hours=1)
    _, signature = signed(at=old)["Stripe-Signature"].split(",")
    times = first.format(old=int(old.timestamp()))
    header = {"Stripe-Signature": f"{times},t={int(NOW.timestamp())},{signature}"}

    with pytest.raises(NoticeRefused):
        GATEWAY.read_notices(header, BODY.encode(), now=NOW)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(NoticeRefused, match="unreadable"):
        GATEWAY.read_notices(signed(), b"\xff\xfe", now=NOW)


@pytest.mark.parametrize("shift", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_five_minutes_are_not_too_old(shift: timedelta) -> None:
    assert GATEWAY.read_notices(signed(at=NOW + shift), BODY.encode(), now=NOW)
