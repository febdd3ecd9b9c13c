"""Hashing passwords by argon2id, beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foyer_portal_bff.domain.password import same_password

T = TypeVar("T")

NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$BEc/aQ+/DHWD3alVG+wZpw$VXYTAOi7CjqIG5omA+8Kg8OJNT5MqT+jDqm/CyftcWE"
"""The hash of a password that is forgotten, as dear to verify as anybody's."""

_AT_ONCE = 2
"""Each takes 19 MiB and a core for some 50 ms: more would wait for each other anyway."""


class PasswordHashes:
    """With what OWASP recommends: 19 MiB, two rounds, one lane."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._threads = ThreadPoolExecutor(_AT_ONCE, "password")

    async def hash(self, password: str) -> str:
        """What is kept of it, with a salt of its own."""
        return await self._beside(self._hash, password)

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the one that was kept; for None the work is the same and the answer no."""
        return await self._beside(self._verify, kept or NOBODYS, password) and kept is not None

    async def renewed(self, kept: str, password: str) -> str:
        """What is to be kept of it from now on: another hash once one costs more than when it was made."""
        return await self.hash(password) if self._hasher.check_needs_rehash(kept) else kept

    def _hash(self, password: str) -> str:
        return self._hasher.hash(same_password(password))

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, same_password(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _beside(self, call: Callable[..., T], *given: str) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *given)
