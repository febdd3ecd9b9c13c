"""What the gateway reads of the sandbox provider's webhooks, and which it refuses."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from foyer_payments.domain.provided import Notice
from foyer_payments.gateways.provider import NoticeRefused
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from standardwebhooks import Webhook

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
BODY = '{"type": "charge.changed", "data": {"id": "sbch_1"}}'
GATEWAY = SandboxProvider("http://sandbox.test", SandboxAccount("pacc_1", "sandbox_sk_1", SECRET))


def signed(
    body: str = BODY, *, at: datetime = NOW, secret: str = SECRET, notice_id: str = "sbnot_1"
) -> dict[str, str]:
    """The headers of a webhook that the provider sends."""
    return {
        "Webhook-Id": notice_id,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(notice_id, at, body),
    }


@pytest.mark.parametrize("about", ["charge", "setup"])
def test_a_webhook_says_where_to_look(about: str) -> None:
    body = f'{{"type": "{about}.changed", "data": {{"id": "sb_1"}}}}'

    (notice,) = GATEWAY.read_notices(signed(body), body.encode(), now=NOW)

    assert (notice.id, notice.about, notice.provided_id) == ("sbnot_1", about, "sb_1")


def test_one_of_several_signatures_is_enough() -> None:
    """A secret is changed without a gap."""
    headers = signed()
    headers["Webhook-Signature"] = f"v1,b3RoZXI= {headers['Webhook-Signature']}"

    assert GATEWAY.read_notices(headers, BODY.encode(), now=NOW) == [Notice("sbnot_1", "charge", "sbch_1")]


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({}, BODY, "unsigned"),
        (signed() | {"Webhook-Id": ""}, BODY, "unsigned"),
        (signed() | {"Webhook-Timestamp": "yesterday"}, BODY, "unsigned"),
        (signed() | {"Webhook-Timestamp": "9" * 400}, BODY, "unsigned"),
        (signed() | {"Webhook-Signature": ""}, BODY, "bad_signature"),
        (signed() | {"Webhook-Signature": "v1,=== é"}, BODY, "bad_signature"),
        (signed(secret="whsec_b3RoZXI="), BODY, "bad_signature"),
        (signed(), BODY.replace("sbch_1", "sbch_2"), "bad_signature"),
        (signed() | {"Webhook-Id": "sbnot_2"}, BODY, "bad_signature"),
        (signed() | {"Webhook-Timestamp": str(int(NOW.timestamp()) + 1)}, BODY, "bad_signature"),
        (signed(at=NOW - timedelta(minutes=5, seconds=1)), BODY, "too_old"),
        (signed(at=NOW + timedelta(minutes=5, seconds=1)), BODY, "too_old"),
        (signed("not json"), "not json", "unreadable"),
        (signed("[]"), "[]", "unreadable"),
        (signed('{"type": "charge.changed"}'), '{"type": "charge.changed"}', "unreadable"),
        (signed(BODY.replace("charge", "moon")), BODY.replace("charge", "moon"), "unreadable"),
    ],
)
def test_whatever_the_provider_did_not_just_sign_is_refused(
    headers: Mapping[str, str], body: str, reason: str
) -> None:
    with pytest.raises(NoticeRefused, match=reason):
        GATEWAY.read_notices(headers, body.encode(), now=NOW)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(NoticeRefused, match="unreadable"):
        GATEWAY.read_notices(signed(), b"\xff\xfe", now=NOW)


@pytest.mark.parametrize("shift", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_five_minutes_are_not_too_old(shift: timedelta) -> None:
    read: Callable[..., object] = GATEWAY.read_notices

    assert read(signed(at=NOW + shift), BODY.encode(), now=NOW)
