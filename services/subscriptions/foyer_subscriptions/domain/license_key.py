"""License keys: what they look like, and on how many devices they work."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foyer_subscriptions.domain.errors import (
    ActivationLimitReached,
    LicenseKeyInvalid,
    LicenseKeyPatternInvalid,
)

DEFAULT_PATTERN = "XXXX-XXXX-XXXX"
LONGEST_KEY = 100
LEAST_RANDOM = 12
"""Places of a pattern that are drawn: 60 bits, which nobody guesses through a door that counts."""
_DRAWN_FROM = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: none can be taken for another."""
_PATTERN = re.compile(r"[A-Z0-9-]+")
_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseKey:
    """The key that a grant is about."""

    id: str
    grant_id: str
    key: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """A device on which a license key is used. `instance` is the program's own name for it."""

    id: str
    license_key_id: str
    instance: str
    name: str
    activated_at: datetime


def check_pattern(pattern: str) -> None:
    """Refuse a pattern with anything but capitals, digits and dashes, or with too little that is drawn."""
    if not _PATTERN.fullmatch(pattern) or len(pattern) > LONGEST_KEY:
        raise LicenseKeyPatternInvalid(
            "A pattern is of capitals, digits and dashes; each X is drawn.", field="pattern"
        )
    if pattern.count("X") < LEAST_RANDOM:
        raise LicenseKeyPatternInvalid(
            f"A pattern has at least {LEAST_RANDOM} X, such as {DEFAULT_PATTERN}.", field="pattern"
        )


def new_license_key(pattern: str) -> str:
    """A key of this pattern that nobody can guess."""
    return "".join(secrets.choice(_DRAWN_FROM) if place == "X" else place for place in pattern)


def check_listed_keys(keys: Sequence[str]) -> None:
    """Refuse a list with a key that could not be typed."""
    for key in keys:
        if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            raise LicenseKeyInvalid(
                f"A license key has 1 to {LONGEST_KEY} characters that can be typed, and no blanks.",
                field="keys",
            )


def masked(key: str) -> str:
    """The key with all but its last four letters and its dashes hidden."""
    shown = max(len(key) - 4, 0)
    return "".join(place if place == "-" else "•" for place in key[:shown]) + key[shown:]


def activations_left(limit: int | None, activations: Sequence[Activation]) -> int | None:
    """On how many more devices it works; None for any number."""
    return None if limit is None else max(limit - len(activations), 0)


def check_activation_possible(limit: int | None, activations: Sequence[Activation]) -> None:
    """Refuse one device more than the limit."""
    if activations_left(limit, activations) == 0:
        raise ActivationLimitReached(
            f"This license key is in use on {len(activations)} devices. Free one of them first."
        )
