"""API keys: `foyer_sk_…`, kept as a hash, each with the areas that it opens."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from foyer_shared.basics.errors import Invalid, NotAllowed, NotFound

from foyer_portal_bff.domain.roles import ALL_SCOPES

PREFIX = "foyer_sk_"


class ApiKeyNotFound(NotFound):
    """The business has no such key."""

    code = "api_key_not_found"


class NoSuchScope(Invalid):
    """There is no such scope."""

    code = "no_such_scope"


class ScopeNotHeld(NotAllowed):
    """A key gives on only what it has itself."""

    code = "not_allowed"


class NotAnApiKey(Invalid):
    """An API key begins with `foyer_sk_` and goes on."""

    code = "not_an_api_key"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key after it was shown once."""

    id: str
    business_id: str
    name: str
    key_hash: str
    scopes: frozenset[str]
    created_at: datetime
    revoked_at: datetime | None = None


def new_key() -> str:
    """A key of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_key(key: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(key.encode()).hexdigest()


def check_key(key: str) -> None:
    """Refuse what does not look like a key."""
    if not key.startswith(PREFIX) or len(key) == len(PREFIX):
        raise NotAnApiKey(f"An API key begins with {PREFIX} and goes on.")


def check_scopes(asked: Iterable[str], held: frozenset[str]) -> frozenset[str]:
    """The scopes of a new key, refused when unknown or more than whoever makes it has."""
    scopes = frozenset(asked)
    if unknown := scopes - ALL_SCOPES:
        raise NoSuchScope(f"There is no scope {min(unknown)!r}.", field="scopes")
    if missing := scopes - held:
        raise ScopeNotHeld(f"This key does not have {min(missing)!r} itself.", field="scopes")
    return scopes


def revoke(key: ApiKey, now: datetime) -> ApiKey:
    """The key, refused from now on."""
    return replace(key, revoked_at=key.revoked_at or now)
