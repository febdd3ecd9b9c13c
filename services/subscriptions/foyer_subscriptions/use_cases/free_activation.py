"""Let a device no longer count for a license key."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.domain.license_key import Activation, activations_left
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.told import announce_used


async def free_activation(
    work: Work, grant: Grant, activations: Sequence[Activation], gone: Activation
) -> tuple[Activation, ...]:
    """The devices that are left; the license key is locked, and `gone` is one of `activations`."""
    await LicenseKeys(work.session).free(gone, by=str(work.actor), at=work.now)
    left = tuple(one for one in activations if one.id != gone.id)
    announce_used(work, grant, "deactivated", left=activations_left(grant.activation_limit, left))
    return left
