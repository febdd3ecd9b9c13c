"""Hashes of passwords."""

import pytest
from argon2 import PasswordHasher
from foyer_portal_bff.gateways.password_hashes import NOBODYS, PasswordHashes

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def hashes() -> PasswordHashes:
    return PasswordHashes()


async def test_a_password_is_known_by_its_hash_alone(hashes: PasswordHashes) -> None:
    kept, again = await hashes.hash(PASSWORD), await hashes.hash(PASSWORD)
    assert kept != again
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hashes.verify(kept, PASSWORD)
    assert not await hashes.verify(kept, "correct horse ")
    assert not await hashes.verify("no hash at all", PASSWORD)


async def test_nobodys_password_is_never_right(hashes: PasswordHashes) -> None:
    assert not await hashes.verify(None, PASSWORD)
    assert await hashes.renewed(NOBODYS, PASSWORD) == NOBODYS  # It costs what the others cost.


async def test_a_cheaper_hash_is_made_anew(hashes: PasswordHashes) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    newer = await hashes.renewed(cheap, PASSWORD)
    assert newer.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hashes.verify(newer, PASSWORD)
    assert await hashes.renewed(newer, PASSWORD) == newer
