"""Signing in by a mail with a six-digit code and a link (product.md section 6)."""

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.ids import new_id

from foyer_portal_bff.domain.session import hash_token

VALID_FOR = timedelta(minutes=10)
RESEND_AFTER = timedelta(seconds=60)
REPEAT_WITHIN = timedelta(seconds=10)
"""How long the visitor who signed in may do so again with the same code or link: a second click."""

MOST_WRONG_CODES = 5

WRONG_CODES_WINDOW = timedelta(hours=1)
MOST_WRONG_CODES_IN_WINDOW = 20
"""Over all attempts of one address, so that asking for code after code does not buy more guesses. The link
works all the same, so nobody can be locked out.
"""


class Purpose(StrEnum):
    """The one thing that a code is good for."""

    SIGN_IN = "sign_in"
    CHANGE_EMAIL = "change_email"
    CLOSE_ACCOUNT = "close_account"
    PAYMENT_METHOD = "payment_method"
    REMOVE_PAYMENT_METHOD = "remove_payment_method"
    PASSWORD = "password"  # noqa: S105  The purpose's name.
    PASSKEY = "passkey"
    RESET_PASSWORD = "reset_password"  # noqa: S105  As above; its mail has a link and no code.


class CodeNotValid(Invalid):
    """Wrong, used, too old, too many tries, or an address that nobody knows: all look the same."""

    code = "code_not_valid"


class LinkNotValid(Invalid):
    """The link is wrong, used or too old."""

    code = "link_not_valid"


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """One mail. `login_id` None: nobody has this address, and no mail went out. `used_by` is what `hash_use`
    makes of its use, None when no cookie came with it.
    """

    id: str
    business_id: str
    email: str
    login_id: str | None
    code_hash: str
    link_hash: str
    created_at: datetime
    expires_at: datetime
    wrong_codes: int = 0
    used_at: datetime | None = None
    used_by: str | None = None
    purpose: Purpose = Purpose.SIGN_IN


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the mail holds, and nothing else ever does."""

    code: str
    link_token: str


def new_secrets() -> Secrets:
    """A code of six digits, and a link's token of 256 bits."""
    return Secrets(code=f"{secrets.randbelow(1_000_000):06d}", link_token=secrets.token_urlsafe(32))


def hash_code(code: str, *, attempt_id: str, email: str, key: bytes, target: str = "") -> str:
    """What is kept of a code: bound to its attempt and address, and to the one thing that it is asked for,
    if any; keyed because six digits are soon guessed.
    """
    bound = "\n".join((attempt_id, email, code, *filter(None, (target,))))
    return hmac.new(key, bound.encode(), hashlib.sha256).hexdigest()


def hash_use(secret: str, *, attempt_id: str, visitor: str | None, key: bytes) -> str | None:
    """What is kept of a use: its code or token, bound to the attempt and the visitor's cookie, if any."""
    if visitor is None:
        return None
    return hmac.new(key, f"{attempt_id}\n{secret}\n{visitor}".encode(), hashlib.sha256).hexdigest()


def begin_attempt(
    *,
    business_id: str,
    email: str,
    login_id: str | None,
    mail: Secrets,
    key: bytes,
    now: datetime,
    purpose: Purpose = Purpose.SIGN_IN,
    target: str = "",
) -> SignInAttempt:
    """A new attempt; `email` as `domain.login.same_email` writes it."""
    attempt_id = new_id("sgn")
    return SignInAttempt(
        id=attempt_id,
        business_id=business_id,
        email=email,
        login_id=login_id,
        code_hash=hash_code(mail.code, attempt_id=attempt_id, email=email, key=key, target=target),
        link_hash=hash_token(mail.link_token),
        created_at=now,
        expires_at=now + VALID_FOR,
        purpose=purpose,
    )


def seconds_to_wait(latest: SignInAttempt | None, now: datetime) -> int:
    """How long a new mail is refused, 0 when it is not: within a minute, while the last one is unused."""
    if latest is None or latest.used_at is not None:
        return 0
    return max(0, math.ceil((latest.created_at + RESEND_AFTER - now).total_seconds()))


def is_open(attempt: SignInAttempt, now: datetime) -> bool:
    """Whether it can still sign somebody in."""
    return attempt.used_at is None and now < attempt.expires_at


def is_repeat(attempt: SignInAttempt, used_by: str | None, now: datetime) -> bool:
    """Whether this visitor has just used it in the same way."""
    if attempt.used_at is None or attempt.used_by is None or used_by is None:
        return False
    return hmac.compare_digest(attempt.used_by, used_by) and now < attempt.used_at + REPEAT_WITHIN


def try_code(
    attempt: SignInAttempt,
    code: str,
    *,
    visitor: str | None = None,
    key: bytes,
    now: datetime,
    target: str = "",
) -> SignInAttempt:
    """The attempt after a code was typed: used when it was right, one wrong code more when not. A repeat by
    the same visitor leaves it as it is.
    """
    used_by = hash_use(code, attempt_id=attempt.id, visitor=visitor, key=key)
    if is_repeat(attempt, used_by, now):
        return attempt
    expected = hash_code(code, attempt_id=attempt.id, email=attempt.email, key=key, target=target)
    right = hmac.compare_digest(attempt.code_hash, expected)
    if right and is_open(attempt, now) and attempt.wrong_codes < MOST_WRONG_CODES:
        return replace(attempt, used_at=now, used_by=used_by)
    return replace(attempt, wrong_codes=attempt.wrong_codes + 1)


def use_link(
    attempt: SignInAttempt, token: str, *, visitor: str | None = None, key: bytes, now: datetime
) -> SignInAttempt:
    """The attempt after its link was confirmed; too many wrong codes do not spoil the link. A repeat by the
    same visitor leaves it as it is.
    """
    used_by = hash_use(token, attempt_id=attempt.id, visitor=visitor, key=key)
    if is_repeat(attempt, used_by, now):
        return attempt
    if not is_open(attempt, now):
        raise LinkNotValid("This link was used before or is too old. Ask for a new one.")
    return replace(attempt, used_at=now, used_by=used_by)
