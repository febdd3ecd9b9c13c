"""Makes an API key."""

from collections.abc import Iterable

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.api_key import ApiKey, check_scopes, hash_key, new_key
from foyer_portal_bff.storage.api_keys import ApiKeys


async def create_api_key(
    work: Work, *, name: str, scopes: Iterable[str], held: frozenset[str]
) -> tuple[ApiKey, str]:
    """The key and its text, which is shown this once. It gives no more than `held` by whoever makes it."""
    text = new_key()
    key = ApiKey(
        id=new_id("key"),
        business_id=work.scope.business_id,
        name=name,
        key_hash=hash_key(text),
        scopes=check_scopes(scopes, held),
        created_at=work.now,
    )
    await ApiKeys(work.session).add(key)
    return key, text
