"""API keys and what they give on."""

import pytest
from foyer_portal_bff.domain.api_key import (
    NoSuchScope,
    NotAnApiKey,
    ScopeNotHeld,
    check_key,
    check_scopes,
    hash_key,
    new_key,
)
from foyer_portal_bff.domain.roles import ALL_SCOPES


def test_a_key_is_256_bits_and_kept_as_a_hash() -> None:
    key = new_key()
    assert key.startswith("foyer_sk_")
    assert len(key) == len("foyer_sk_") + 43
    assert hash_key(key) == hash_key(key)
    assert key not in hash_key(key)


@pytest.mark.parametrize("text", ["", "foyer_sk_", "sk_live_1"])
def test_what_does_not_look_like_a_key_is_refused(text: str) -> None:
    with pytest.raises(NotAnApiKey):
        check_key(text)


def test_a_key_gives_no_more_than_it_has() -> None:
    assert check_scopes(["invoicing:read"], ALL_SCOPES) == {"invoicing:read"}
    with pytest.raises(ScopeNotHeld):
        check_scopes(["invoicing:write"], frozenset({"invoicing:read"}))
    with pytest.raises(NoSuchScope):
        check_scopes(["everything"], ALL_SCOPES)
