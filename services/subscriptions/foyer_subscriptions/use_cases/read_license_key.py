"""Find the license key that a program has."""

from dataclasses import dataclass

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.domain.license_key import Activation, LicenseKey
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """A license key, what it was granted by, and the devices on which it is used."""

    key: LicenseKey
    grant: Grant
    activations: tuple[Activation, ...]

    def on(self, instance: str) -> Activation | None:
        """Its use on this device, if it is used there."""
        return next((one for one in self.activations if one.instance == instance), None)


async def read_license_key(work: Work, text: str, *, for_update: bool = False) -> KeyInUse:
    """The license key that a program has."""
    keys = LicenseKeys(work.session)
    key = await (keys.find_for_update if for_update else keys.find)(work.scope, text)
    grant = await Grants(work.session).get(work.scope, key.grant_id)
    activations = (await keys.activations([key.id])).get(key.id, [])
    return KeyInUse(key, grant, tuple(activations))
