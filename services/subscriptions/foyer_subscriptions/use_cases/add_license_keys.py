"""Fill the list from which license keys are granted."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.entitlement import EntitlementKind, check_kind
from foyer_subscriptions.domain.errors import LicenseKeysDrawn, LicenseKeyTaken
from foyer_subscriptions.domain.license_key import check_listed_keys
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.license_keys import LicenseKeys


async def add_license_keys(work: Work, product_id: str, entitlement_id: str, keys: Sequence[str]) -> int:
    """How many of them are new: a list can be sent twice. Who waits for one gets it soon."""
    check_listed_keys(keys)
    entitlement = await Entitlements(work.session).get(
        work.scope, product_id, entitlement_id, for_update=True
    )
    check_kind(entitlement, EntitlementKind.LICENSE_KEY)
    if entitlement.terms.pattern is not None:
        raise LicenseKeysDrawn("The keys of this entitlement are drawn by its pattern.")
    listed = LicenseKeys(work.session)
    taken = await listed.taken_elsewhere(entitlement, keys)
    if taken is not None:
        raise LicenseKeyTaken(f"{taken} belongs to another entitlement.", field="keys")
    return await listed.add_listed(entitlement, list(dict.fromkeys(keys)), at=work.now)
