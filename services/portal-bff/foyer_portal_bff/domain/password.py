"""Passwords: which one is taken (ASVS 5.0, chapter 6.2), and what is kept of it."""

import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.errors import Invalid

SHORTEST, LONGEST = 12, 128
"""In characters. There are no rules about which: paste, spaces and every script are welcome."""


class PasswordTooShort(Invalid):
    """It has fewer characters than are asked for."""

    code = "password_too_short"


class PasswordTooLong(Invalid):
    """It has more characters than are taken."""

    code = "password_too_long"


class PasswordTooCommon(Invalid):
    """It is one of those that are tried first."""

    code = "password_too_common"


class PasswordNotValid(Invalid):
    """Wrong, none set, or an address that nobody knows: all look the same."""

    code = "password_not_valid"


@dataclass(frozen=True, slots=True)
class Password:
    """What is kept of a login's password: its hash, by argon2id."""

    login_id: str
    business_id: str
    hash: str
    set_at: datetime


def same_password(password: str) -> str:
    """The form in which passwords are compared: keyboards write one letter in several ways."""
    return unicodedata.normalize("NFKC", password)


def check_new(password: str, *, email: str, common: Container[str]) -> None:
    """Refuse what is too short, too long, or soon guessed: on the list, one short piece again and again, or
    made of the address it belongs to.
    """
    length = len(same_password(password))
    if length < SHORTEST:
        raise PasswordTooShort(f"A password has {SHORTEST} characters or more.", field="password")
    if length > LONGEST:
        raise PasswordTooLong(f"A password has {LONGEST} characters at the most.", field="password")
    folded = same_password(password).casefold()
    if folded in common or _repeats(folded) or _made_of(folded, email.casefold()):
        raise PasswordTooCommon("This password is too easy to guess.", field="password")


def _repeats(text: str) -> bool:
    """Whether it is a piece of up to half of it, over and over: found inside its double before its end."""
    return (text + text).find(text, 1) < len(text)


def _made_of(text: str, email: str) -> bool:
    """Whether it is the address, or half of it or more is the address's own name."""
    own_name = email.partition("@")[0]
    return text == email or (own_name in text and len(own_name) * 2 >= len(text))
