"""Portal configurations: what a business shows its customers, and lets them do, and how it looks.

A switch that nobody has set is on, or off when the switch that it needs is. Cancelling and withdrawing are no
switches: rules.md keeps them open to everybody, and what a subscription allows is its product's policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from foyer_shared.basics.errors import Conflict, Invalid, NotFound

from foyer_portal_bff.domain.business import Brand, Business

DEFAULT = "default"
"""Stands in an address for the id of a business's default configuration."""
MOST = 50
"""Configurations of one business."""


class PortalConfigurationNotFound(NotFound):
    """The business has no such configuration."""

    code = "portal_configuration_not_found"


class NoSuchSwitch(Invalid):
    """The portal has no such switch."""

    code = "no_such_switch"


class CancellationIsNoSwitch(Invalid):
    """Cancelling and withdrawing are open by law, whatever a business would rather."""

    code = "cancellation_is_no_switch"


class NoSuchOption(Invalid):
    """The switch has no such option."""

    code = "no_such_option"


class SwitchNeedsAnother(Invalid):
    """A switch is on that means nothing without another, which is off."""

    code = "switch_needs_another"


class NoWayToSignIn(Invalid):
    """All ways to sign in are off."""

    code = "no_way_to_sign_in"


class RequiredByLaw(Invalid):
    """What customers have a right to could be asked for nowhere."""

    code = "required_by_law"


class NoSuchPreset(Invalid):
    """There is no preset of this name."""

    code = "no_such_preset"


class HostNotYours(Invalid):
    """A configuration can be given to the business's own hosts only."""

    code = "host_not_yours"


class DefaultStays(Conflict):
    """There is always one default, which is active: another takes its place."""

    code = "default_stays"


class TooManyConfigurations(Conflict):
    """The business has as many as there may be."""

    code = "too_many_configurations"


class Switch(StrEnum):
    """What can be switched off, by Stripe's name where it has one."""

    INVOICES = "invoices"
    PAY_OPEN_INVOICES = "pay_open_invoices"
    REFUND_REQUESTS = "refund_requests"
    PAYMENT_METHOD_ADD = "payment_method_add"
    PAYMENT_METHOD_REMOVE = "payment_method_remove"
    PAYMENT_METHOD_DEFAULT = "payment_method_default"
    CUSTOMER_UPDATE = "customer_update"
    TAX_IDS = "tax_ids"
    ORDERS = "orders"
    DOWNLOADS = "downloads"
    LICENSE_KEYS = "license_keys"
    SUPPORT = "support"
    CONTACT_PERSONS = "contact_persons"
    PREFERENCES = "preferences"
    ANNOUNCEMENTS = "announcements"
    COLLECTION_CASES = "collection_cases"
    PAYMENT_PLANS = "payment_plans"
    EXPORT = "export"
    CLOSING = "closing"
    HISTORY = "history"
    SIGN_IN_LINK = "sign_in_link"
    SIGN_IN_PASSWORD = "sign_in_password"  # noqa: S105  The name of a switch.
    SIGN_IN_PASSKEY = "sign_in_passkey"
    REGISTRATION = "registration"


class Update(StrEnum):
    """What a customer may change of the own details; tax ids have a switch of their own."""

    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    LANGUAGE = "language"
    ADDRESS = "address"
    SHIPPING = "shipping"
    CUSTOM_FIELDS = "custom_fields"


class Preset(StrEnum):
    """What kind of business it is for."""

    SAAS = "saas"
    ECOMMERCE = "ecommerce"
    MEMBERSHIP = "membership"
    B2B = "b2b"


def update_key(update: Update) -> str:
    """What stands for one detail among all that may be off."""
    return f"{Switch.CUSTOMER_UPDATE}.{update}"


UPDATES = tuple(update_key(update) for update in Update)

Features = Mapping[str, Mapping[str, Any]]
"""What was said of switches: `{"customer_update": {"enabled": True, "allowed_updates": ["email"]}}`."""

NEEDS = {
    Switch.PAY_OPEN_INVOICES: Switch.INVOICES,
    Switch.REFUND_REQUESTS: Switch.INVOICES,
    Switch.COLLECTION_CASES: Switch.INVOICES,
    Switch.PAYMENT_PLANS: Switch.COLLECTION_CASES,
}
"""Which switch means nothing without which other."""

OPTIONS: Mapping[Switch, Mapping[str, Any]] = {
    Switch.CUSTOMER_UPDATE: {"allowed_updates": [update.value for update in Update]},
}
"""The options of switches, as they are when nothing is said."""

_SWITCHES = frozenset(switch.value for switch in Switch)
SIGN_IN_WAYS = (Switch.SIGN_IN_LINK, Switch.SIGN_IN_PASSWORD, Switch.SIGN_IN_PASSKEY)

_OFF_IN = {
    Preset.SAAS: (Switch.ORDERS, Switch.DOWNLOADS, Switch.COLLECTION_CASES),
    Preset.ECOMMERCE: (Switch.CONTACT_PERSONS, Switch.LICENSE_KEYS, Switch.PAYMENT_PLANS),
    Preset.MEMBERSHIP: (
        Switch.ORDERS,
        Switch.DOWNLOADS,
        Switch.LICENSE_KEYS,
        Switch.TAX_IDS,
        Switch.CONTACT_PERSONS,
        Switch.PAYMENT_PLANS,
    ),
    Preset.B2B: (Switch.DOWNLOADS, Switch.LICENSE_KEYS, Switch.REGISTRATION),
}

_BY_LAW = {
    Switch.EXPORT: "Customers have a right to a copy of their data: leave export or support on.",
    Switch.CLOSING: "Customers have a right to be forgotten: leave closing or support on.",
}
"""What may be off only while it can be asked for by a ticket."""

_CANCELLING = frozenset(
    {"cancel", "cancellation", "cancellations", "subscription_cancel", "withdraw", "withdrawal"}
)


_GOODS = {"file": Switch.DOWNLOADS, "license_key": Switch.LICENSE_KEYS}

_DETAILS = {
    "name": update_key(Update.NAME),
    "company": update_key(Update.COMPANY),
    "phone": update_key(Update.PHONE),
    "language": update_key(Update.LANGUAGE),
    "billing_address": update_key(Update.ADDRESS),
    "shipping_address": update_key(Update.SHIPPING),
    "custom_fields": update_key(Update.CUSTOM_FIELDS),
    "tax_ids": Switch.TAX_IDS.value,
}
"""What has to be on for each detail that invoicing changes."""


@dataclass(frozen=True, slots=True)
class Look:
    """How it differs from the business's own brand; None is as that."""

    name: str | None = None
    accent: str | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """The business's own words, as they are: on home and on the page to sign in."""

    headline: str | None = None
    sign_in: str | None = None


@dataclass(frozen=True, slots=True)
class PortalConfiguration:
    """One way in which a business's portal may be. Without `locales`, all languages are offered."""

    id: str
    business_id: str
    version: int
    name: str
    is_default: bool
    created_at: datetime
    updated_at: datetime
    active: bool = True
    features: Features = field(default_factory=dict)
    look: Look = Look()
    texts: Texts = Texts()
    terms_url: str | None = None
    privacy_url: str | None = None
    shop_url: str | None = None
    default_return_url: str | None = None
    return_hosts: tuple[str, ...] = ()
    """Hosts beside the business's own that portal sessions may send customers back to."""
    locales: tuple[str, ...] = ()

    def has(self, switch: Switch) -> bool:
        """Whether it is on."""
        said: bool | None = self.features.get(switch, {}).get("enabled")
        if said is not None:
            return said
        return switch not in NEEDS or self.has(NEEDS[switch])

    def option(self, switch: Switch, name: str) -> Any:
        """What an option of a switch is set to."""
        return self.features.get(switch, {}).get(name, OPTIONS[switch][name])

    def may_update(self, update: Update) -> bool:
        """Whether customers may change this of their details."""
        allowed: list[str] = self.option(Switch.CUSTOMER_UPDATE, "allowed_updates")
        return self.has(Switch.CUSTOMER_UPDATE) and update in allowed

    def fixed_details(self) -> frozenset[str]:
        """The details, as invoicing names them, that customers may not change."""
        closed = self.closed
        return frozenset(name for name, needed in _DETAILS.items() if needed in closed)

    def shows_goods(self, kind: str) -> bool:
        """Whether what was bought is shown: a `file`, a `license_key`, a `link`."""
        return kind not in _GOODS or self.has(_GOODS[kind])

    def brand(self, business: Business) -> Brand:
        """The business's brand as it is shown here."""
        return Brand(self.look.name or business.brand.name, self.look.accent or business.brand.accent)

    @property
    def off(self) -> frozenset[Switch]:
        """All switches that are off."""
        if not self.features:
            return frozenset()
        return frozenset(switch for switch in Switch if not self.has(switch))

    @property
    def closed(self) -> frozenset[str]:
        """All that is off: switches, and `customer_update.<field>` for what may not be changed."""
        if not self.features:
            return frozenset()
        updates = (update_key(update) for update in Update if not self.may_update(update))
        return frozenset((*self.off, *updates))


def preset_features(preset: str) -> Features:
    """What a preset says; raises `NoSuchPreset`."""
    try:
        off = _OFF_IN[Preset(preset)]
    except ValueError:
        raise NoSuchPreset(f"The presets are {', '.join(Preset)}.", field="preset") from None
    return {switch.value: {"enabled": False} for switch in off}


def merged_features(before: Features, changes: Features) -> Features:
    """What was said before, switch by switch and option by option, with what is said now."""
    return {**before, **{switch: {**before.get(switch, {}), **said} for switch, said in changes.items()}}


def with_changes(
    before: PortalConfiguration, changes: Mapping[str, Any], *, merges: bool
) -> PortalConfiguration:
    """The configuration with these fields changed. Of `features`, `look` and `texts` each thing that is not
    said stays when it `merges`, else it is as nobody has said it.
    """
    values = dict(changes)
    if "features" in values:
        values["features"] = merged_features(before.features if merges else {}, values["features"])
    if "look" in values:
        values["look"] = replace(before.look if merges else Look(), **values["look"])
    if "texts" in values:
        values["texts"] = replace(before.texts if merges else Texts(), **values["texts"])
    return replace(before, **values)


def check_configuration(configuration: PortalConfiguration) -> None:
    """Refuse, as a whole, what does not exist, what contradicts itself, and what the law does not allow."""
    _check_words(configuration.features)
    for switch, needed in NEEDS.items():
        if configuration.has(switch) and not configuration.has(needed):
            raise SwitchNeedsAnother(
                f"{switch} means nothing while {needed} is off.", field=f"features.{switch}"
            )
    if not any(map(configuration.has, SIGN_IN_WAYS)):
        raise NoWayToSignIn(f"Leave one of {', '.join(SIGN_IN_WAYS)} on.", field="features")
    for switch, why in _BY_LAW.items():
        if not configuration.has(switch) and not configuration.has(Switch.SUPPORT):
            raise RequiredByLaw(why, field=f"features.{switch}")
    if configuration.is_default and not configuration.active:
        raise DefaultStays("Make another the default first.", field="active")


def _check_words(features: Features) -> None:
    for name, said in features.items():
        if name in _CANCELLING:
            raise CancellationIsNoSwitch(
                "Cancelling and withdrawing are open to customers by law.", field=f"features.{name}"
            )
        if name not in _SWITCHES:
            raise NoSuchSwitch(f"There is no switch {name!r}.", field=f"features.{name}")
        for option in said.keys() - {"enabled"} - OPTIONS.get(Switch(name), {}).keys():
            raise NoSuchOption(f"{name} has no option {option}.", field=f"features.{name}.{option}")


def default_configuration(configuration_id: str, business_id: str, now: datetime) -> PortalConfiguration:
    """What a business has from the start: everything is on."""
    return PortalConfiguration(
        id=configuration_id,
        business_id=business_id,
        version=1,
        name="Default",
        is_default=True,
        created_at=now,
        updated_at=now,
    )
