"""A key makes a command take effect once: its outcome is stored in the transaction of the effect."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert

from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.storage.work import Work

LONGEST_KEY = 255


class IdempotencyKeyReused(Conflict):
    """The key came before, with another request."""

    code = "idempotency_key_reused"


class InvalidIdempotencyKey(Invalid):
    """The key is empty, too long, or not printable ASCII."""

    code = "invalid_idempotency_key"


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the first request with the key was answered."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The caller's key with a fingerprint of the request that it came with."""

    key: str
    fingerprint: str

    async def claim(self, work: Work, keys: Table) -> StoredAnswer | None:
        """None when the key is ours now, else the stored answer; raises IdempotencyKeyReused.

        A twin that is at work holds the unique key: the insert waits until it commits, then sees its answer,
        or until it rolls back, and then claims the key itself.
        """
        mine = {"business_id": work.scope.business_id, "actor": str(work.actor), "key": self.key}
        claimed = await work.session.execute(
            insert(keys)
            .values(**mine, fingerprint=self.fingerprint)
            .on_conflict_do_nothing()
            .returning(keys.c.key)
        )
        if claimed.scalar_one_or_none() is not None:
            return None
        stored = (await work.session.execute(select(keys).filter_by(**mine))).one()
        if stored.fingerprint != self.fingerprint:
            raise IdempotencyKeyReused("This Idempotency-Key was used for another request.")
        return StoredAnswer(stored.status, stored.body)

    async def keep(self, work: Work, keys: Table, answer: StoredAnswer) -> None:
        """Store the answer beside the claim."""
        await work.session.execute(
            update(keys)
            .filter_by(business_id=work.scope.business_id, actor=str(work.actor), key=self.key)
            .values(status=answer.status, body=answer.body)
        )


def idempotency_key(header: str | None, *parts: bytes) -> IdempotencyKey | None:
    """Read the header; `parts` are all that make the request what it is. Raises InvalidIdempotencyKey."""
    if header is None:
        return None
    if not (0 < len(header) <= LONGEST_KEY and header.isascii() and header.isprintable()):
        raise InvalidIdempotencyKey(f"An Idempotency-Key is 1 to {LONGEST_KEY} printable ASCII characters.")
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return IdempotencyKey(header, digest.hexdigest())
