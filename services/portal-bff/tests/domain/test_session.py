"""How long a session lasts, and what its forms carry."""

from dataclasses import replace
from datetime import timedelta

import pytest
from foyer_portal_bff.domain.session import (
    begin_session,
    end_session,
    form_token,
    hash_token,
    is_due_for_touch,
    is_form_token,
    is_live,
    new_token,
)
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

SESSION = begin_session(business_id=NORTHWIND, login_id="lgn_1", customer_id=ADA, token="t", now=NOW)


@pytest.mark.parametrize(
    ("idle_since", "after", "live"),
    [
        (timedelta(0), timedelta(hours=23, minutes=59), True),
        (timedelta(0), timedelta(hours=24), False),
        (timedelta(days=13, hours=23), timedelta(days=14) - timedelta(seconds=1), True),
        (timedelta(days=13, hours=23), timedelta(days=14), False),
    ],
)
def test_it_ends_24_hours_after_the_last_activity_and_14_days_after_sign_in(
    idle_since: timedelta, after: timedelta, live: bool
) -> None:
    session = replace(SESSION, last_seen_at=NOW + idle_since)
    assert is_live(session, NOW + after) is live


def test_signing_out_ends_it_once() -> None:
    ended = end_session(SESSION, NOW)
    assert not is_live(ended, NOW)
    assert end_session(ended, NOW + timedelta(hours=1)) == ended


def test_activity_is_written_down_every_five_minutes() -> None:
    assert not is_due_for_touch(NOW, NOW + timedelta(minutes=4, seconds=59))
    assert is_due_for_touch(NOW, NOW + timedelta(minutes=5))


def test_tokens_are_256_bits_and_kept_as_a_hash() -> None:
    token = new_token()
    assert len(token) == 43
    assert token != new_token()
    assert token not in hash_token(token)
    assert SESSION.token_hash == hash_token("t")


def test_a_form_token_belongs_to_one_secret() -> None:
    assert is_form_token(form_token("secret"), "secret")
    assert not is_form_token(form_token("secret"), "another")
    assert not is_form_token("", "secret")
    assert "secret" not in form_token("secret")
