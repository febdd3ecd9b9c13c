"""Stop using a license key on a device, by the customer, who need not have it at hand."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import ActivationNotFound
from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.free_activation import free_activation


async def free_device(work: Work, grant_id: str, activation_id: str) -> Grant:
    """Also when the key may not be used at the moment."""
    grant = await Grants(work.session).get(work.scope, grant_id)
    keys = LicenseKeys(work.session)
    key = (await keys.of_grants(work.scope, [grant.id])).get(grant.id)
    if key is None:
        raise ActivationNotFound("This device is not among those in use.")
    await keys.get(work.scope, key.id, for_update=True)
    activations = (await keys.activations([key.id])).get(key.id, [])
    gone = next((one for one in activations if one.id == activation_id), None)
    if gone is None:
        raise ActivationNotFound("This device is not among those in use.")
    await free_activation(work, grant, activations, gone)
    return grant
