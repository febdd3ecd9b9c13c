"""What subscriptions tells of entitlements, the digital goods of customers: no key, link or file."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.envelope import Contract, Event

OWNER = "subscriptions"


class EntitlementData(Contract):
    """What a customer holds of one entitlement of a product, through a subscription or an order."""

    grant_id: str
    entitlement_id: str
    product_id: str
    customer_id: str
    kind: Literal["file", "license_key", "link"]
    name: str
    subscription_id: str | None = None
    order_id: str | None = None
    quantity: int = 1


class EntitlementGranted(Event, type="entitlement.granted", owner=OWNER):
    """The customer can use it from now on."""

    entitlement: EntitlementData
    expires_at: AwareDatetime | None = None
    """Until when a file can be fetched."""
    again: bool = False
    """They had it before, and it was taken only for a while."""
    granted_products: tuple[str, ...] = ()
    """The order's products of which all is granted by now; none by a subscription."""


class EntitlementRevoked(Event, type="entitlement.revoked", owner=OWNER):
    """The customer can use it no longer; after a pause or a suspension it is granted again."""

    entitlement: EntitlementData
    cause: Literal[
        "ended", "paused", "suspended", "not_held", "refunded", "payment_reversed", "revoked_by_business"
    ]


class EntitlementUsed(Event, type="entitlement.used", owner=OWNER):
    """A file was fetched, or a license key was activated on a device or freed from one."""

    entitlement: EntitlementData
    use: Literal["downloaded", "activated", "deactivated"]
    left: int | None = None
    """How many more times it can be fetched or activated; None without a limit."""
