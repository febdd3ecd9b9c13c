"""Signed links to files: whoever has one may fetch the file for a few minutes, and needs nothing else."""

import time
from dataclasses import dataclass
from datetime import timedelta

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from foyer_shared.basics.origin import Actor
from foyer_shared.files.errors import FileLinkExpired, FileLinkInvalid

LIFETIME = timedelta(minutes=5)
_ALGORITHM = "HS256"
_REGISTRY = JWSRegistry(algorithms=[_ALGORITHM])


@dataclass(frozen=True, slots=True)
class FileLink:
    """What a link leads to: something of one customer of one business, on behalf of whoever asked for it."""

    subject: str
    business_id: str
    customer_id: str
    actor: Actor


class FileLinks:
    """Signs links for one owner of files, and reads them again. All of its processes have the same key."""

    def __init__(self, key: str, owner: str) -> None:
        """`key` has at least 32 characters; a new one makes all links invalid that are on their way."""
        self._key = OctKey.import_key(key)
        self._owner = owner

    def sign(self, link: FileLink) -> str:
        """The text of the link, good for five minutes of real time. It begins with its owner's name."""
        claims = {
            "sub": link.subject,
            "aud": self._owner,
            "exp": int(time.time()) + int(LIFETIME.total_seconds()),
            "business": link.business_id,
            "customer": link.customer_id,
            "actor": str(link.actor),
        }
        return f"{self._owner}.{jwt.encode({'alg': _ALGORITHM}, claims, self._key, registry=_REGISTRY)}"

    def read(self, text: str) -> FileLink:
        """What it leads to; raises FileLinkInvalid for what is not ours, FileLinkExpired for what is old."""
        owner, _, token = text.partition(".")
        try:
            claims = jwt.decode(token, self._key, registry=_REGISTRY).claims
            JWTClaimsRegistry(
                aud={"essential": True, "value": self._owner}, exp={"essential": True}
            ).validate(claims)
            link = FileLink(
                subject=claims["sub"],
                business_id=claims["business"],
                customer_id=claims["customer"],
                actor=Actor.parse(claims["actor"]),
            )
        except ExpiredTokenError as error:
            raise FileLinkExpired("This link has expired. Ask for a new one.") from error
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise FileLinkInvalid("There is no such file.") from error
        if owner != self._owner:
            raise FileLinkInvalid("There is no such file.")
        return link


def owner_of_link(text: str) -> str:
    """Whose link it claims to be; only the owner can tell whether it is."""
    return text.partition(".")[0]
