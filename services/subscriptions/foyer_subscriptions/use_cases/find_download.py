"""Find the file that a grant lets its customer fetch."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.entitlement import GoodsFile
from foyer_subscriptions.domain.grant import check_download
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Grants


async def find_download(work: Work, grant_id: str) -> GoodsFile:
    """As it is now; counts nothing. Refused when it may not be fetched any more."""
    grant = await Grants(work.session).get(work.scope, grant_id)
    entitlements = await Entitlements(work.session).get_many(work.scope, [grant.entitlement_id])
    return check_download(grant, entitlements[grant.entitlement_id].file, now=work.now)
