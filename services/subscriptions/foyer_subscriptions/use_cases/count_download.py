"""Count a fetch of a file, and keep who made it."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.grant import Grant, check_download, downloaded
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.use_cases.told import announce_used


async def count_download(work: Work, grant_id: str) -> Grant:
    """Under a lock, so that of two at once only one gets the last; refused when none is left."""
    grants = Grants(work.session)
    grant = await grants.get(work.scope, grant_id, for_update=True)
    entitlements = await Entitlements(work.session).get_many(work.scope, [grant.entitlement_id])
    check_download(grant, entitlements[grant.entitlement_id].file, now=work.now)
    counted = downloaded(grant)
    await grants.save(counted)
    await grants.log_download(counted, by=str(work.actor), at=work.now)
    announce_used(work, counted, "downloaded", left=counted.downloads_left)
    return counted
