"""Finds the key and the business behind a call of the business API."""

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.api_key import ApiKey, hash_key
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.storage.api_keys import live_key
from foyer_portal_bff.storage.reading import reading


async def find_api_key(database: Database, key: str) -> tuple[ApiKey, Business] | None:
    """None for a key that nobody made, and for one that was revoked a moment ago."""
    async with reading(database) as connection:
        return await live_key(connection, hash_key(key))
