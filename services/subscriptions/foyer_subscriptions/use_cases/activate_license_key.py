"""Use a license key on a device."""

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import LicenseKeyNotUsable
from foyer_subscriptions.domain.license_key import (
    Activation,
    activations_left,
    check_activation_possible,
)
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.read_license_key import KeyInUse, read_license_key
from foyer_subscriptions.use_cases.told import announce_used


async def activate_license_key(work: Work, text: str, *, instance: str, name: str) -> KeyInUse:
    """One device more; the same one again changes nothing. Refused when there is no room for it."""
    found = await read_license_key(work, text, for_update=True)
    if not found.grant.is_usable:
        raise LicenseKeyNotUsable("This license key cannot be used at the moment.")
    if found.on(instance):
        return found
    limit = found.grant.activation_limit
    check_activation_possible(limit, found.activations)
    made = Activation(
        id=new_id("act"),
        license_key_id=found.key.id,
        instance=instance,
        name=name,
        activated_at=work.now,
    )
    await LicenseKeys(work.session).activate(made)
    after = KeyInUse(found.key, found.grant, (*found.activations, made))
    announce_used(work, found.grant, "activated", left=activations_left(limit, after.activations))
    return after
