"""Accepts a key whose text was chosen by whoever runs the installation."""

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.api_key import ApiKey, check_key, hash_key
from foyer_portal_bff.domain.roles import ALL_SCOPES
from foyer_portal_bff.storage.api_keys import ApiKeys


async def register_api_key(work: Work, text: str, *, name: str) -> bool:
    """Make the text a key of the scope's business with all scopes; False when it is one already."""
    check_key(text)
    key = ApiKey(
        id=new_id("key"),
        business_id=work.scope.business_id,
        name=name,
        key_hash=hash_key(text),
        scopes=ALL_SCOPES,
        created_at=work.now,
    )
    return await ApiKeys(work.session).add(key)
