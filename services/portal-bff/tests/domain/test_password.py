"""Which passwords are taken."""

import pytest
from foyer_portal_bff.domain.password import (
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    check_new,
    same_password,
)
from foyer_portal_bff.gateways.guessed_passwords import guessed_passwords
from foyer_shared.basics.errors import Invalid

ADA = "ada.lovelace@example.com"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse",
        "x7Kq!mmP2vLz",
        "p\N{LATIN SMALL LETTER A WITH RING ABOVE} tur i sn\N{LATIN SMALL LETTER O WITH STROKE}en",
        "            a",
        "I like ada.lovelace, and most of all her notes",
        "ab" * 63 + "xy",
    ],
)
def test_any_characters_will_do(password: str) -> None:
    check_new(password, email=ADA, common=guessed_passwords())


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", PasswordTooShort),
        ("x7Kq!mmP2vL", PasswordTooShort),
        ("e\N{COMBINING ACUTE ACCENT}" * 6, PasswordTooShort),
        ("xy" * 64 + "z", PasswordTooLong),
        ("qwertyqwerty", PasswordTooCommon),
        ("1qaz2wsx3edc", PasswordTooCommon),
        ("LeaveMeAlone", PasswordTooCommon),
        ("aaaaaaaaaaaa", PasswordTooCommon),
        ("abcdefabcdef", PasswordTooCommon),
        ("Ada.Lovelace1", PasswordTooCommon),
        ("ada.lovelace@example.com", PasswordTooCommon),
    ],
)
def test_what_is_soon_guessed_is_not_taken(password: str, refusal: type[Invalid]) -> None:
    with pytest.raises(refusal) as refused:
        check_new(password, email=ADA, common=guessed_passwords())
    assert refused.value.field == "password"


def test_the_list_is_of_passwords_that_could_be_chosen() -> None:
    listed = guessed_passwords()
    assert len(listed) == 5000
    assert {len(each) >= 12 and each == each.casefold() for each in listed} == {True}


def test_one_letter_is_one_letter_however_it_was_typed() -> None:
    assert same_password("caf\N{LATIN SMALL LETTER E WITH ACUTE}") == same_password(
        "cafe\N{COMBINING ACUTE ACCENT}"
    )
