"""The code and the link of a mail: ten minutes, five tries, once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_portal_bff.domain.sign_in import (
    LinkNotValid,
    Secrets,
    SignInAttempt,
    begin_attempt,
    hash_code,
    new_secrets,
    seconds_to_wait,
    try_code,
    use_link,
)
from foyer_shared.testing.makers import NORTHWIND, NOW

KEY = b"a key"


@pytest.fixture
def attempt() -> SignInAttempt:
    """Ada's, with the code 123456."""
    mail = Secrets(code="123456", link_token="a link")
    return begin_attempt(
        business_id=NORTHWIND, email="ada@example.com", login_id="lgn_1", mail=mail, key=KEY, now=NOW
    )


def test_a_code_has_six_digits() -> None:
    codes = {new_secrets().code for _ in range(50)}
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(codes) > 40


def test_the_right_code_is_used(attempt: SignInAttempt) -> None:
    assert try_code(attempt, "123456", key=KEY, now=NOW) == replace(attempt, used_at=NOW)


def test_a_wrong_code_is_counted(attempt: SignInAttempt) -> None:
    assert try_code(attempt, "123457", key=KEY, now=NOW) == replace(attempt, wrong_codes=1)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"wrong_codes": 5}, timedelta(0)),
        ({"used_at": NOW}, timedelta(0)),
        ({}, timedelta(minutes=10)),
    ],
    ids=["five wrong codes before", "used before", "ten minutes old"],
)
def test_the_right_code_is_worth_nothing_any_more(
    attempt: SignInAttempt, changes: dict[str, Any], after: timedelta
) -> None:
    before = replace(attempt, **changes)
    tried = try_code(before, "123456", key=KEY, now=NOW + after)
    assert tried == replace(before, wrong_codes=before.wrong_codes + 1)


def test_four_wrong_codes_leave_a_try(attempt: SignInAttempt) -> None:
    assert try_code(replace(attempt, wrong_codes=4), "123456", key=KEY, now=NOW).used_at == NOW


def test_a_code_is_bound_to_its_attempt_its_address_and_the_key() -> None:
    kept = hash_code("123456", attempt_id="sgn_1", email="ada@example.com", key=KEY)
    assert kept == hash_code("123456", attempt_id="sgn_1", email="ada@example.com", key=KEY)
    assert kept != hash_code("123456", attempt_id="sgn_2", email="ada@example.com", key=KEY)
    assert kept != hash_code("123456", attempt_id="sgn_1", email="bob@example.com", key=KEY)
    assert kept != hash_code("123456", attempt_id="sgn_1", email="ada@example.com", key=b"another")


def test_a_link_works_once_within_ten_minutes(attempt: SignInAttempt) -> None:
    used = use_link(attempt, "a link", key=KEY, now=NOW + timedelta(minutes=9))
    assert used.used_at == NOW + timedelta(minutes=9)
    with pytest.raises(LinkNotValid):
        use_link(used, "a link", key=KEY, now=NOW + timedelta(minutes=9))
    with pytest.raises(LinkNotValid):
        use_link(attempt, "a link", key=KEY, now=NOW + timedelta(minutes=10))


def test_wrong_codes_do_not_spoil_the_link(attempt: SignInAttempt) -> None:
    assert use_link(replace(attempt, wrong_codes=5), "a link", key=KEY, now=NOW).used_at == NOW


def test_a_second_click_of_the_same_visitor_changes_nothing(attempt: SignInAttempt) -> None:
    soon = NOW + timedelta(seconds=9)
    by_code = try_code(attempt, "123456", visitor="a cookie", key=KEY, now=NOW)
    assert try_code(by_code, "123456", visitor="a cookie", key=KEY, now=soon) == by_code
    by_link = use_link(attempt, "a link", visitor="a cookie", key=KEY, now=NOW)
    assert use_link(by_link, "a link", visitor="a cookie", key=KEY, now=soon) == by_link
    assert "a cookie" not in str(by_code) + str(by_link)


@pytest.mark.parametrize(
    ("code", "visitor", "after"),
    [("123456", "a cookie", 10), ("123456", "another", 9), ("123456", None, 9), ("123457", "a cookie", 9)],
    ids=["later", "another visitor", "no cookie", "another code"],
)
def test_any_other_use_of_a_used_code_is_counted(
    attempt: SignInAttempt, code: str, visitor: str | None, after: int
) -> None:
    used = try_code(attempt, "123456", visitor="a cookie", key=KEY, now=NOW)
    tried = try_code(used, code, visitor=visitor, key=KEY, now=NOW + timedelta(seconds=after))
    assert tried == replace(used, wrong_codes=1)


@pytest.mark.parametrize(
    ("visitor", "after"), [("a cookie", 10), ("another", 9), (None, 9)], ids=["later", "another", "no cookie"]
)
def test_any_other_use_of_a_used_link_is_refused(
    attempt: SignInAttempt, visitor: str | None, after: int
) -> None:
    used = use_link(attempt, "a link", visitor="a cookie", key=KEY, now=NOW)
    with pytest.raises(LinkNotValid):
        use_link(used, "a link", visitor=visitor, key=KEY, now=NOW + timedelta(seconds=after))


def test_a_use_without_a_cookie_cannot_be_repeated(attempt: SignInAttempt) -> None:
    used = try_code(attempt, "123456", key=KEY, now=NOW)
    assert try_code(used, "123456", key=KEY, now=NOW) == replace(used, wrong_codes=1)


def test_a_new_mail_waits_a_minute_while_the_last_is_unused(attempt: SignInAttempt) -> None:
    assert seconds_to_wait(attempt, NOW) == 60
    assert seconds_to_wait(attempt, NOW + timedelta(seconds=59, milliseconds=1)) == 1
    assert seconds_to_wait(attempt, NOW + timedelta(seconds=60)) == 0
    assert seconds_to_wait(attempt, NOW + timedelta(minutes=5)) == 0
    assert seconds_to_wait(replace(attempt, used_at=NOW), NOW) == 0
    assert seconds_to_wait(None, NOW) == 0
