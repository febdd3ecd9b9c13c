"""What comes in at the doors of entitlements and license keys."""

from typing import Annotated, Any, Literal

from foyer_shared.http.models import Body, showing
from pydantic import Field

from foyer_subscriptions.api import examples
from foyer_subscriptions.api.bodies import ChangesBody, Name
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.license_key import DEFAULT_PATTERN

MOST_KEYS = 1_000
"""In one list; more are sent in several."""


class EntitlementBody(Body):
    """What a product is to grant. A file has `downloads` and `days`; a link has its `url`, in which
    `{customer_id}`, `{subscription_id}`, `{order_id}` and `{grant_id}` are filled in; a license key is
    `drawn` by its `pattern`, or `listed`, and works on so many devices (`activations`) for each unit, or on
    any number.
    """

    model_config = showing(examples.FILE_TO_GRANT, examples.KEY_TO_GRANT, examples.LINK_TO_GRANT)

    kind: EntitlementKind
    name: Name
    downloads: int = 5
    days: int = 30
    keys: Literal["drawn", "listed"] = "drawn"
    pattern: str = DEFAULT_PATTERN
    activations: int | None = None
    url: str | None = None

    @property
    def terms(self) -> EntitlementTerms:
        """The same, for the domain."""
        is_drawn = self.kind is EntitlementKind.LICENSE_KEY and self.keys == "drawn"
        return EntitlementTerms(
            downloads=self.downloads,
            days=self.days,
            pattern=self.pattern if is_drawn else None,
            activations=self.activations,
            url=self.url if self.kind is EntitlementKind.LINK else None,
        )


class EntitlementChangesBody(ChangesBody):
    """What is to change of what a product grants. A link changes for all, a limit for what comes after."""

    model_config = showing(examples.ENTITLEMENT_CHANGES)

    clearable = frozenset({"activations"})

    name: Name | None = None
    downloads: int | None = None
    days: int | None = None
    activations: int | None = None
    url: str | None = None

    @property
    def terms(self) -> dict[str, Any]:
        """The named ones of its terms."""
        return {name: value for name, value in self.changes().items() if name != "name"}


class LicenseKeysBody(Body):
    """License keys for the list, in the order in which they are to be granted."""

    model_config = showing(examples.LICENSE_KEYS)

    keys: Annotated[list[str], Field(min_length=1, max_length=MOST_KEYS)]


class LicenseKeyCallBody(Body):
    """What a program says: the license key that it has."""

    license_key: Annotated[str, Field(min_length=1, max_length=200)]


class DeviceCallBody(LicenseKeyCallBody):
    """And its own name for the device that it runs on, which stays the same."""

    model_config = showing(examples.DEVICE_CALL)

    instance: Annotated[str, Field(min_length=1, max_length=200)]


class ActivateCallBody(DeviceCallBody):
    """And what its user calls the device."""

    model_config = showing(examples.ACTIVATE_CALL)

    name: Annotated[str, Field(max_length=100)] = ""


class ValidateCallBody(LicenseKeyCallBody):
    """And the device, when it matters whether the key is in use there."""

    model_config = showing(examples.DEVICE_CALL)

    instance: Annotated[str, Field(min_length=1, max_length=200)] | None = None
