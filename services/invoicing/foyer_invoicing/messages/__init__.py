"""What invoicing hears, and what it does then."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated
from foyer_shared.contracts.subscriptions import (
    ProductCreated,
    ProductUpdated,
    SubscriptionPeriodStarted,
)
from foyer_shared.messaging.handlers import Handler

from foyer_invoicing.messages.on_business_created import on_business_created
from foyer_invoicing.messages.on_business_updated import on_business_updated
from foyer_invoicing.messages.on_product_created import on_product_created
from foyer_invoicing.messages.on_product_updated import on_product_updated
from foyer_invoicing.messages.on_subscription_period_started import on_subscription_period_started

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    ProductCreated: on_product_created,
    ProductUpdated: on_product_updated,
    SubscriptionPeriodStarted: on_subscription_period_started,
}
