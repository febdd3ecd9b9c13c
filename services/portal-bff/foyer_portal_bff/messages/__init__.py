"""What the portal does with the events of all services: it reads everything."""

from collections.abc import Mapping

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerCreated, CustomerUpdated
from foyer_shared.messaging.handlers import Handler

from foyer_portal_bff.messages.on_any_event import on_any_event
from foyer_portal_bff.messages.on_customer_created import on_customer_created
from foyer_portal_bff.messages.on_customer_updated import on_customer_updated

HANDLERS: Mapping[type[Event], Handler] = {
    Event: on_any_event,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
}
"""An event with a handler of its own does not come to `on_any_event`."""
