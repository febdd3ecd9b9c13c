"""Every event there is: importing this module declares them all."""

from foyer_shared.contracts import (
    entitlements,
    invoicing,
    notifications,
    payments,
    portal,
    subscriptions,
    support,
)
from foyer_shared.contracts.envelope import Event, type_registry

_MODULES = (subscriptions, entitlements, invoicing, payments, support, notifications, portal)

OWNERS: tuple[str, ...] = tuple(dict.fromkeys(module.OWNER for module in _MODULES))


def all_events() -> dict[str, type[Event]]:
    """Every event by its type."""
    return dict(type_registry)
