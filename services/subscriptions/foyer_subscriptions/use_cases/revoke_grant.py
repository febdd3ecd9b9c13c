"""Take an entitlement from a customer, by the business's hand."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.grant import Grant, GrantStatus, check_revocable
from foyer_subscriptions.domain.settle import revoked_by_business
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.use_cases.told import announce_revoked


async def revoke_grant(work: Work, grant_id: str) -> Grant:
    """For good: no payment and no renewal brings it back."""
    grants = Grants(work.session)
    grant = await grants.get(work.scope, grant_id, for_update=True)
    check_revocable(grant)
    revoked = revoked_by_business(grant)
    await grants.save(revoked)
    if grant.status is GrantStatus.GRANTED:
        announce_revoked(work, revoked)
    return revoked
