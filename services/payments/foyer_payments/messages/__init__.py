"""What payments hears, and what it does then."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated, ClockMoved
from foyer_shared.messaging.handlers import Handler

from foyer_payments.messages.on_business_created import on_business_created
from foyer_payments.messages.on_business_updated import on_business_updated
from foyer_payments.messages.on_clock_moved import on_clock_moved
from foyer_payments.messages.on_customer_anonymized import on_customer_anonymized

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    ClockMoved: on_clock_moved,
    CustomerAnonymized: on_customer_anonymized,
}
