"""Registering: an account for an address, once the link that was mailed to it is opened."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.ids import new_id

from foyer_portal_bff.domain.session import hash_token

VALID_FOR = timedelta(hours=1)


class RegistrationLinkNotValid(Invalid):
    """The link is none of ours, was used, or is too old."""

    code = "registration_link_not_valid"


@dataclass(frozen=True, slots=True)
class Registration:
    """One link. What was typed with it is nobody's until it is opened."""

    id: str
    business_id: str
    email: str
    name: str
    country: str | None
    language: str
    token_hash: str
    asked_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


def begin_registration(
    *, business_id: str, email: str, name: str, country: str | None, language: str, now: datetime
) -> tuple[Registration, str]:
    """The registration, and the token of its link, which nobody keeps; `email` as `same_email` writes it."""
    token = secrets.token_urlsafe(32)
    registration = Registration(
        id=new_id("reg"),
        business_id=business_id,
        email=email,
        name=name,
        country=country,
        language=language,
        token_hash=hash_token(token),
        asked_at=now,
        expires_at=now + VALID_FOR,
    )
    return registration, token


def check_open(registration: Registration | None, now: datetime) -> Registration:
    """The registration, if its link works now."""
    if registration is None or registration.used_at is not None or now >= registration.expires_at:
        raise RegistrationLinkNotValid("This link is not one of ours, was used before or is too old.")
    return registration
