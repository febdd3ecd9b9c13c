"""What looks like a secret does not get into a log line; what does not is kept."""

from typing import Any

import pytest
from foyer_shared.telemetry.redaction import REDACTED, redact

JWT = "eyJhbGciOiJFZDI1NTE5In0.eyJpc3MiOiJmb3llciJ9.B2vLgcN0vO-O_bPZ"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("key foyer_sk_live_4f9A2b refused", "key foyer_sk_[redacted] refused"),
        ("Authorization: Bearer abc.def-1", "Authorization: Bearer [redacted]"),
        ("bearer xyz", "bearer [redacted]"),
        (f"token is {JWT}", "token is [redacted]"),
        ("postgresql://foyer:pa55@db:5432/foyer", "postgresql://foyer:[redacted]@db:5432/foyer"),
        ("amqp://:pa55@bus", "amqp://:[redacted]@bus"),
        ("GET /sign-in/link?token=abc&next=/", "GET /sign-in/link?token=[redacted]&next=/"),
        ("/verify?code=1", "/verify?code=[redacted]"),
        ("cookie 3fK9-aZ_3fK9-aZ_3fK9-aZ_3fK9-aZ_3fK9-aZ_123", "cookie [redacted]"),
        ("Your code is 482913.", "Your code is [redacted]."),
    ],
)
def test_secrets_in_text_are_taken_out(text: str, left: str) -> None:
    assert redact("event", text) == left


@pytest.mark.parametrize(
    "text",
    [
        "sub_01jdm3v7q4f8rabcdefghjkmnp paused",
        "invoice 2026-000123 finalized",
        "2026-11-22T16:42:27.086154Z",
        "http://127.0.0.1:18431",
        "trace 1cdb4a0ef86ce97a41c6dd2c26b20cf4",
        "/customer/subscriptions/{subscription_id}/pending-changes/{change_id}",
        "test_a_command_without_a_key_that_may_have_arrived_is_sent_once",
        "subscriptions.subscription.pause_scheduled",
    ],
)
def test_what_is_no_secret_is_kept(text: str) -> None:
    assert redact("event", text) == text


@pytest.mark.parametrize(
    "name",
    ["token", "access_token", "password", "Authorization", "Set-Cookie", "api_key", "client_secret", "code"],
)
def test_fields_named_after_secrets_are_taken_out(name: str) -> None:
    assert redact(name, "anything") == REDACTED
    assert redact("headers", {name: "anything", "b": 1}) == {name: REDACTED, "b": 1}


@pytest.mark.parametrize(
    ("name", "value"), [("status_code", 200), ("routing_key", "a.b"), ("key", "a"), ("ms", 1.5)]
)
def test_other_fields_are_kept(name: str, value: Any) -> None:
    assert redact(name, value) == value


def test_secrets_deep_inside_are_taken_out() -> None:
    deep = {"answers": [{"text": b"Bearer abc"}, ("foyer_sk_1",)], "count": 2, "none": None}
    assert redact("event", deep) == {
        "answers": [{"text": "Bearer [redacted]"}, ["foyer_sk_[redacted]"]],
        "count": 2,
        "none": None,
    }
