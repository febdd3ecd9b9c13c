"""Logins: persons who can sign in, and what they are for which customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from foyer_shared.basics.errors import Conflict, Invalid, NotFound

from foyer_portal_bff.domain.roles import Role

Theme = Literal["system", "light", "dark"]

LANGUAGES = ("en", "nl")
"""BCP 47, the languages that screens can be shown in."""


class LanguageNotOffered(Invalid):
    """Screens are not translated into this language."""

    code = "language_not_offered"


class NotAMember(NotFound):
    """The login has no live role for this customer; another's customer looks the same."""

    code = "not_found"


class AlreadyAMember(Conflict):
    """The login has a role for this customer."""

    code = "already_a_member"


@dataclass(frozen=True, slots=True)
class Login:
    """A person of one business. `language` is for screens; None follows the browser."""

    id: str
    version: int
    business_id: str
    email: str
    name: str
    theme: Theme = "system"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A login's role for one customer; `expires_at` None: for good."""

    login_id: str
    customer_id: str
    role: Role
    joined_at: datetime
    expires_at: datetime | None = None


def same_email(email: str) -> str:
    """The form in which addresses are compared: two spellings of one mailbox are one login."""
    return email.strip().lower()


def check_language(language: str | None, *, field: str = "language") -> None:
    """Refuse a language that screens do not speak."""
    if language is not None and language not in LANGUAGES:
        raise LanguageNotOffered(f"Screens are not offered in {language!r}.", field=field)
