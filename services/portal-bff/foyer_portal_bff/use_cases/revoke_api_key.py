"""Revokes an API key: it is refused from the next request on."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.api_key import ApiKey, revoke
from foyer_portal_bff.storage.api_keys import ApiKeys


async def revoke_api_key(work: Work, key_id: str) -> ApiKey:
    """Raises `ApiKeyNotFound`; revoking twice changes nothing."""
    keys = ApiKeys(work.session)
    key = revoke(await keys.get_for_update(work.scope, key_id), work.now)
    await keys.save(key)
    return key
