"""Settings of answers by mail that cannot work stop the process at its start."""

from pathlib import Path
from typing import Any

import pytest
from foyer_shared.settings.replies import RepliesSettings
from pydantic import ValidationError

ENOUGH: dict[str, Any] = {"database_url": "postgresql://localhost/foyer", "caller_keys": Path("callers.json")}
KEY = "k" * 32


def test_without_an_address_there_are_none() -> None:
    assert RepliesSettings.model_validate(ENOUGH | {"reply_keys": [KEY]}).reply_addresses is None


def test_an_address_is_signed_with_the_first_key() -> None:
    more = {"reply_address": "reply@mail.example.com", "reply_keys": [KEY, "l" * 32]}
    both = RepliesSettings.model_validate(ENOUGH | more).reply_addresses
    one = RepliesSettings.model_validate(ENOUGH | more | {"reply_keys": [KEY]}).reply_addresses
    assert both is not None
    assert one is not None
    assert both.of("tkt_1") == one.of("tkt_1")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reply_address": "reply@mail.example.com"}, "need a key"),
        ({"reply_address": "reply", "reply_keys": [KEY]}, "FOYER_REPLY_ADDRESS is an address"),
        ({"reply_keys": ["short"]}, "at least 32 characters"),
        ({"reply_keys": [KEY] * 3}, "at most 2 items"),
    ],
)
def test_what_cannot_work(more: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        RepliesSettings.model_validate(ENOUGH | more)
