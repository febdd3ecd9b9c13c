"""The six services as the operator sees them: their names, their tables, what each listens to."""

from collections.abc import Mapping

from foyer_invoicing.messages import HANDLERS as INVOICING
from foyer_notifications.messages.public_events import ALL_HANDLERS as NOTIFICATIONS
from foyer_payments.messages import HANDLERS as PAYMENTS
from foyer_portal_bff.messages import HANDLERS as PORTAL
from foyer_shared.contracts.envelope import Event
from foyer_shared.messaging.handlers import Handler
from foyer_shared.messaging.topology import bindings_of
from foyer_shared.storage.migrations import metadata_of
from foyer_shared.storage.plumbing import PlumbingTables
from foyer_subscriptions.messages import HANDLERS as SUBSCRIPTIONS
from foyer_support.messages import HANDLERS as SUPPORT

HANDLERS: Mapping[str, Mapping[type[Event], Handler]] = {
    "subscriptions": SUBSCRIPTIONS,
    "invoicing": INVOICING,
    "payments": PAYMENTS,
    "support": SUPPORT,
    "notifications": NOTIFICATIONS,
    "portal-bff": PORTAL,
}
"""What each service does with the events of others; a reader has its service's name."""

NAMES = tuple(HANDLERS)


def bindings(reader: str) -> tuple[str, ...]:
    """What the reader's queue is bound by: routing keys, or `#` for everything."""
    return bindings_of(HANDLERS[reader])


def plumbing(service: str) -> PlumbingTables:
    """The service's outbox, inbox and idempotency keys."""
    tables: PlumbingTables = metadata_of(service).info["plumbing"]
    return tables
