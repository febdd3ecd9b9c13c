"""Make a customer's grants what they are to be by what they hold."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.grant import GrantStatus
from foyer_subscriptions.domain.holding import Holding
from foyer_subscriptions.domain.settle import Settled, settle
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.use_cases.deliver_grant import deliver_grant
from foyer_subscriptions.use_cases.told import announce_granted, announce_revoked


async def settle_holding(work: Work, holding: Holding) -> None:
    """Grant, withhold, give back and revoke; the subscription or order is locked."""
    scope = Scope(holding.business_id, holding.customer_id)
    grants = await Grants(work.session).of_source_for_update(scope, holding.source)
    entitlements = await Entitlements(work.session).concerned(
        scope, list(holding.products), [grant.entitlement_id for grant in grants]
    )
    changed = settle(holding, entitlements, grants, now=work.now)
    for settled in changed:
        await Grants(work.session).save(settled.grant)
    for settled in changed:
        await _carry_out(work, settled)


async def _carry_out(work: Work, settled: Settled) -> None:
    if settled.grant.status is GrantStatus.PENDING:
        await deliver_grant(work, settled.grant, settled.entitlement)
    elif settled.is_given_back:
        await announce_granted(work, settled.grant, again=True)
    elif settled.is_taken:
        announce_revoked(work, settled.grant)
