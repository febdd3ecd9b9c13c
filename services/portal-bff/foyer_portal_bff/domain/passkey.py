"""Passkeys: what is kept of one, and the challenge that each use of one answers."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.ids import new_id

CHALLENGE_VALID_FOR = timedelta(minutes=5)
MOST_PASSKEYS = 10
"""Of a login: one for each device, and some in a drawer."""
LONGEST_NAME = 60


class PasskeyNotValid(Invalid):
    """It is not known here, belongs to another host, or its answer does not do: all look the same."""

    code = "passkey_not_valid"


class PasskeyNotFound(NotFound):
    """The login has no such passkey; another's looks the same."""

    code = "not_found"


class PasskeyNotNamed(Invalid):
    """A passkey has a name of 1 to 60 characters, by which its owner knows it."""

    code = "passkey_not_named"


class TooManyPasskeys(Conflict):
    """The login has as many as there can be."""

    code = "too_many_passkeys"


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of a login, good at one host. `sign_count` 0: its authenticator does not count."""

    id: str
    business_id: str
    login_id: str
    host: str
    credential_id: str
    public_key: str
    sign_count: int
    name: str
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser has to sign, once. `session_id` is whose passkey is to be added, None for a sign-in."""

    challenge_hash: str
    business_id: str
    host: str
    session_id: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Proved:
    """What an authenticator has proved of a new passkey; both texts in base64url."""

    credential_id: str
    public_key: str
    sign_count: int


def hash_challenge(challenge: bytes) -> str:
    """What is kept of a challenge."""
    return hashlib.sha256(challenge).hexdigest()


def begin_challenge(
    *, business_id: str, host: str, session_id: str | None, now: datetime
) -> tuple[Challenge, bytes]:
    """The challenge, and its 256 bits, which only the browser keeps."""
    secret = secrets.token_bytes(32)
    kept = Challenge(hash_challenge(secret), business_id, host, session_id, now + CHALLENGE_VALID_FOR)
    return kept, secret


def new_passkey(
    proved: Proved, *, business_id: str, login_id: str, host: str, name: str, now: datetime
) -> Passkey:
    """A passkey that was just made."""
    return Passkey(
        id=new_id("psk"),
        business_id=business_id,
        login_id=login_id,
        host=host,
        credential_id=proved.credential_id,
        public_key=proved.public_key,
        sign_count=proved.sign_count,
        name=checked_name(name),
        created_at=now,
    )


def checked_name(name: str) -> str:
    """The name without spaces around it; raises `PasskeyNotNamed`."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise PasskeyNotNamed(f"A passkey has a name of 1 to {LONGEST_NAME} characters.", field="name")
    return name


def check_room(count: int) -> None:
    """Refuse one more than there can be."""
    if count >= MOST_PASSKEYS:
        raise TooManyPasskeys(f"There can be {MOST_PASSKEYS} passkeys. Remove one first.")
