"""What support hears, and what it does then."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerCreated, CustomerUpdated
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated
from foyer_shared.messaging.handlers import Handler

from foyer_support.messages.on_business_created import on_business_created
from foyer_support.messages.on_business_updated import on_business_updated
from foyer_support.messages.on_customer_created import on_customer_created
from foyer_support.messages.on_customer_updated import on_customer_updated

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
}
