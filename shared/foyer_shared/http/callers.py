"""Who calls a service: the portal says so in a token that it signs, and every service checks it itself."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from foyer_shared.basics.clock import real_now, to_rfc3339
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.http.refusals import NotSignedIn
from foyer_shared.telemetry.errors import error_fields

ISSUER = "foyer-portal"
LIFETIME = 60
"""Seconds that a token is good for: a call and its retries."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
_ALGORITHM = "Ed25519"  # RFC 9864's name for EdDSA on this curve.
_REGISTRY = JWSRegistry(algorithms=[_ALGORITHM])


class Surface(StrEnum):
    """Through which of the portal's doors the call came."""

    CUSTOMER = "customer"
    BUSINESS = "business"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a call is made, and what that one may do. `now` is set when the request is dated."""

    business_id: str
    customer_id: str | None
    actor: Actor
    surface: Surface
    scopes: frozenset[str]
    now: datetime | None = None
    request_id: str | None = None

    def may(self, scope: str) -> bool:
        """Whether `<area>:read` or `<area>:write` is among what was granted."""
        return scope in self.scopes

    def origin(self) -> Origin:
        """Where the work of this call comes from."""
        return Origin(
            scope=Scope(self.business_id, self.customer_id),
            actor=self.actor,
            now=self.now or real_now(),
            causation_id=self.request_id,
        )


class CallerTokenMint:
    """Signs tokens with the portal's private key, a JWK."""

    def __init__(self, private_jwk: str) -> None:
        self._key = OKPKey.import_key(json.loads(private_jwk))
        self._key.ensure_kid()
        self._header = {"alg": _ALGORITHM, "kid": self._key.kid}

    def mint(self, caller: Caller, audience: str) -> str:
        """A token for one service, good for a minute."""
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": audience,
            "exp": int(time.time()) + LIFETIME,
            "business": caller.business_id,
            "customer": caller.customer_id,
            "actor": str(caller.actor),
            "surface": caller.surface.value,
            "scopes": sorted(caller.scopes),
            "now": to_rfc3339(caller.now) if caller.now else None,
            "request": caller.request_id,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(self._header, present, self._key, registry=_REGISTRY)


class CallerTokenCheck:
    """Checks tokens against the portal's public keys: a JWK set in a file, two keys while they are changed.

    The file is read again when it has changed, so that a key is exchanged without a restart.
    """

    def __init__(self, key_set: Path) -> None:
        """Raises OSError or ValueError when the file is no key set now."""
        self._path = key_set
        self._read_at = 0
        self._keys = KeySet([])
        self._read_keys()

    def check(self, token: str, audience: str) -> Caller:
        """Who calls; raises NotSignedIn for a token that is not the portal's, not for us, or too old."""
        self._follow_changes()
        try:
            claims = jwt.decode(token, self._keys, registry=_REGISTRY).claims
            _claims_for(audience).validate(claims)
            return _caller(claims)
        # What is no token at all makes the decoder raise ValueError; a claim of another type, the others.
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise NotSignedIn("The caller's token is not valid.") from error

    def _follow_changes(self) -> None:
        try:
            self._read_keys()
        except (JoseError, OSError, ValueError) as error:
            # Caught in the middle of an exchange: the keys that we have are still good.
            _log.warning("caller keys cannot be read", **error_fields(error))

    def _read_keys(self) -> None:
        changed_at = self._path.stat().st_mtime_ns
        if changed_at != self._read_at:
            self._keys = KeySet.import_key_set(json.loads(self._path.read_text()))
            self._read_at = changed_at


def new_key_pair() -> tuple[str, str]:
    """A private JWK for the mint, and the JWK set with its public half for the checks, as JSON."""
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    public = KeySet([key]).as_dict(private=False)
    return json.dumps(key.as_dict(private=True)), json.dumps(public)


def _claims_for(audience: str) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
    )


def _caller(claims: Mapping[str, Any]) -> Caller:
    dated = claims.get("now")
    return Caller(
        business_id=claims["business"],
        customer_id=claims.get("customer"),
        actor=Actor.parse(claims["actor"]),
        surface=Surface(claims["surface"]),
        scopes=frozenset(claims["scopes"]),
        now=datetime.fromisoformat(dated) if dated else None,
        request_id=claims.get("request"),
    )
