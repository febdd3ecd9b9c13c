"""Every event there is: importing this module declares them all."""

from foyer_shared.contracts import invoicing, notifications, payments, portal, subscriptions, support
from foyer_shared.contracts.envelope import Event, type_registry

OWNERS = (
    subscriptions.OWNER,
    invoicing.OWNER,
    payments.OWNER,
    support.OWNER,
    notifications.OWNER,
    portal.OWNER,
)


def all_events() -> dict[str, type[Event]]:
    """Every event by its type."""
    return dict(type_registry)
