"""The token that says who calls: it holds what it must, and nothing forged, foreign or old is believed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from foyer_shared.http import callers
from foyer_shared.http.callers import CallerTokenCheck, CallerTokenMint, Surface, new_key_pair
from foyer_shared.http.refusals import NotSignedIn
from foyer_shared.testing.callers import a_caller, a_key_pair
from foyer_shared.testing.makers import ADA, NORTHWIND


@pytest.fixture
def mint() -> CallerTokenMint:
    """The portal's."""
    return CallerTokenMint(a_key_pair()[0])


@pytest.fixture
def check(caller_keys: Path) -> CallerTokenCheck:
    """A service's."""
    return CallerTokenCheck(caller_keys)


def test_a_token_says_all_about_the_caller(mint: CallerTokenMint, check: CallerTokenCheck) -> None:
    caller = a_caller(Surface.CUSTOMER, now=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), request_id="req_1")
    assert check.check(mint.mint(caller, "notes"), "notes") == caller


def test_the_caller_is_the_origin_of_the_work() -> None:
    caller = a_caller(Surface.CUSTOMER, now=datetime(2026, 1, 2, tzinfo=UTC), request_id="req_1")
    origin = caller.origin()
    assert (origin.scope.business_id, origin.scope.customer_id) == (NORTHWIND, ADA)
    assert (origin.actor, origin.now, origin.causation_id) == (caller.actor, caller.now, "req_1")


def test_a_caller_without_a_date_works_at_real_time() -> None:
    before = datetime.now(UTC)
    assert before <= a_caller().origin().now <= datetime.now(UTC)


def test_a_token_for_another_service_is_refused(mint: CallerTokenMint, check: CallerTokenCheck) -> None:
    with pytest.raises(NotSignedIn):
        check.check(mint.mint(a_caller(), "invoicing"), "notes")


def test_a_token_of_another_key_is_refused(check: CallerTokenCheck) -> None:
    stranger = CallerTokenMint(new_key_pair()[0])
    with pytest.raises(NotSignedIn):
        check.check(stranger.mint(a_caller(), "notes"), "notes")


def test_a_token_is_good_for_a_minute(
    mint: CallerTokenMint, check: CallerTokenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "LIFETIME", 0)
    with pytest.raises(NotSignedIn):
        check.check(mint.mint(a_caller(), "notes"), "notes")


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_a_changed_token_is_refused(mint: CallerTokenMint, check: CallerTokenCheck, changed: int) -> None:
    parts = mint.mint(a_caller(), "notes").split(".")
    parts[changed] = parts[changed][:-2] + ("AA" if parts[changed][-2:] != "AA" else "BB")
    with pytest.raises(NotSignedIn):
        check.check(".".join(parts), "notes")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJmb3llci1wb3J0YWwifQ."])
def test_what_is_no_token_is_refused(check: CallerTokenCheck, token: str) -> None:
    with pytest.raises(NotSignedIn):
        check.check(token, "notes")


def test_keys_are_exchanged_without_a_restart(tmp_path: Path, mint: CallerTokenMint) -> None:
    (_, old_set), (new_private, new_set) = a_key_pair(), new_key_pair()
    path = tmp_path / "keys.json"
    path.write_text(old_set)
    check = CallerTokenCheck(path)
    new_mint = CallerTokenMint(new_private)
    with pytest.raises(NotSignedIn):
        check.check(new_mint.mint(a_caller(), "notes"), "notes")

    path.write_text(json.dumps({"keys": json.loads(old_set)["keys"] + json.loads(new_set)["keys"]}))
    assert check.check(mint.mint(a_caller(), "notes"), "notes") == a_caller()
    assert check.check(new_mint.mint(a_caller(), "notes"), "notes") == a_caller()

    path.write_text(new_set)
    with pytest.raises(NotSignedIn):
        check.check(mint.mint(a_caller(), "notes"), "notes")


def test_keys_that_cannot_be_read_now_change_nothing(tmp_path: Path, mint: CallerTokenMint) -> None:
    path = tmp_path / "keys.json"
    path.write_text(a_key_pair()[1])
    check = CallerTokenCheck(path)
    path.write_text('{"keys": [')
    assert check.check(mint.mint(a_caller(), "notes"), "notes") == a_caller()
    path.unlink()
    assert check.check(mint.mint(a_caller(), "notes"), "notes") == a_caller()


def test_the_public_set_has_no_private_half() -> None:
    (key,) = json.loads(new_key_pair()[1])["keys"]
    assert sorted(key) == ["crv", "kid", "kty", "x"]


def test_a_scope_is_granted_by_name() -> None:
    caller = replace(a_caller(), scopes=frozenset({"support:read"}))
    assert caller.may("support:read")
    assert not caller.may("support:write")
