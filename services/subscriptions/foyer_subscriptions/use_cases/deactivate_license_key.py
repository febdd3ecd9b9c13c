"""Stop using a license key on a device, by the program there."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import ActivationNotFound
from foyer_subscriptions.use_cases.free_activation import free_activation
from foyer_subscriptions.use_cases.read_license_key import KeyInUse, read_license_key


async def deactivate_license_key(work: Work, text: str, *, instance: str) -> KeyInUse:
    """Also when the key may not be used at the moment."""
    found = await read_license_key(work, text, for_update=True)
    gone = found.on(instance)
    if gone is None:
        raise ActivationNotFound("This license key is not in use on this device.", field="instance")
    left = await free_activation(work, found.grant, found.activations, gone)
    return KeyInUse(found.key, found.grant, left)
