"""Sessions: server-side, known by a 256 bit token of which only the hash is kept."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.ids import new_id

LIFETIME = timedelta(days=14)
"""A sign-in is good for 14 days in all."""

IDLE = timedelta(hours=24)
"""It ends 24 hours after the last activity. (Sessions that a business opens: see `domain.portal_session`.)"""

TOUCH_EVERY = timedelta(minutes=5)
"""Activity is written down at most this often, so that reading a page writes nothing."""


class SessionNotFound(NotFound):
    """The login has no live session of this id; another's looks the same."""

    code = "not_found"


@dataclass(frozen=True, slots=True)
class Session:
    """A login at work for one of its customers, on the device and from the address where it signed in."""

    id: str
    business_id: str
    login_id: str
    customer_id: str
    token_hash: str
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    device: str = ""
    ip: str | None = None
    idle: timedelta = IDLE
    portal_session_id: str | None = None


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_session(
    *,
    business_id: str,
    login_id: str,
    customer_id: str,
    token: str,
    now: datetime,
    device: str = "",
    ip: str | None = None,
    lifetime: timedelta = LIFETIME,
    idle: timedelta = IDLE,
    portal_session_id: str | None = None,
) -> Session:
    """A session from now on."""
    return Session(
        id=new_id("ses"),
        business_id=business_id,
        login_id=login_id,
        customer_id=customer_id,
        token_hash=hash_token(token),
        created_at=now,
        last_seen_at=now,
        device=device,
        ip=ip,
        ends_at=now + lifetime,
        idle=idle,
        portal_session_id=portal_session_id,
    )


def is_live(session: Session, now: datetime) -> bool:
    """Whether it may still be used."""
    return session.ended_at is None and now < session.ends_at and now < session.last_seen_at + session.idle


def is_due_for_touch(last_seen_at: datetime, now: datetime) -> bool:
    """Whether this activity is worth a write."""
    return now - last_seen_at >= TOUCH_EVERY


def end_session(session: Session, now: datetime) -> Session:
    """The session, signed out."""
    return replace(session, ended_at=session.ended_at or now)


def form_token(secret: str) -> str:
    """The CSRF token of whoever holds `secret`: the session's token, or a visitor's cookie."""
    return hmac.new(secret.encode(), b"foyer form token", hashlib.sha256).hexdigest()


def is_form_token(text: str, secret: str) -> bool:
    """Whether a form was rendered for whoever holds `secret`; compared in constant time."""
    return hmac.compare_digest(text.encode(), form_token(secret).encode())
