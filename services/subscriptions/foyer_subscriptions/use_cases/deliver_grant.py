"""Hand a pending grant over: its file is there, its license key is drawn or taken from the list."""

import structlog
from foyer_shared.storage.work import Work
from prometheus_client import Counter

from foyer_subscriptions.domain.entitlement import Entitlement, EntitlementKind
from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.domain.license_key import new_license_key
from foyer_subscriptions.domain.settle import delivered
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.told import announce_granted

log: structlog.stdlib.BoundLogger = structlog.get_logger()

license_keys_missing = Counter(
    "foyer_license_keys_missing_total", "Grants that found the list of license keys empty, and wait."
)


async def deliver_grant(work: Work, grant: Grant, entitlement: Entitlement) -> bool:
    """Whether it is granted now; while something is missing it stays pending."""
    if not await _is_there(work, grant, entitlement):
        return False
    done = delivered(grant, entitlement, now=work.now)
    await Grants(work.session).save(done)
    await announce_granted(work, done)
    return True


async def _is_there(work: Work, grant: Grant, entitlement: Entitlement) -> bool:
    match entitlement.kind:
        case EntitlementKind.FILE:
            return entitlement.file is not None
        case EntitlementKind.LICENSE_KEY:
            pattern = entitlement.terms.pattern
            return await (_draw(work, grant, pattern) if pattern else _take_from_list(work, grant))
        case EntitlementKind.LINK:
            return True


async def _take_from_list(work: Work, grant: Grant) -> bool:
    taken = await LicenseKeys(work.session).take_listed(grant)
    if not taken:
        license_keys_missing.inc()
        log.error("license_keys_missing", entitlement_id=grant.entitlement_id, grant_id=grant.id)
    return taken


async def _draw(work: Work, grant: Grant, pattern: str) -> bool:
    keys = LicenseKeys(work.session)
    while not await keys.add_drawn(new_license_key(pattern), grant, at=work.now):
        pass  # By chance the business has the same key already.
    return True
