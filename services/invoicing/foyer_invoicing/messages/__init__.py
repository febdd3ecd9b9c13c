"""What invoicing hears, and what it does then."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.payments import (
    MandateActivated,
    PaymentFailed,
    PaymentMethodAdded,
    PaymentMethodUpdated,
    PaymentProcessing,
    PaymentSucceeded,
)
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated
from foyer_shared.contracts.subscriptions import (
    ProductCreated,
    ProductUpdated,
    SubscriptionPeriodStarted,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeWithdrawn,
    SubscriptionQuantityChanged,
)
from foyer_shared.messaging.handlers import Handler

from foyer_invoicing.messages.on_business_created import on_business_created
from foyer_invoicing.messages.on_business_updated import on_business_updated
from foyer_invoicing.messages.on_mandate_activated import on_mandate_activated
from foyer_invoicing.messages.on_payment_failed import on_payment_failed
from foyer_invoicing.messages.on_payment_method_added import on_payment_method_added
from foyer_invoicing.messages.on_payment_method_updated import on_payment_method_updated
from foyer_invoicing.messages.on_payment_processing import on_payment_processing
from foyer_invoicing.messages.on_payment_succeeded import on_payment_succeeded
from foyer_invoicing.messages.on_product_created import on_product_created
from foyer_invoicing.messages.on_product_updated import on_product_updated
from foyer_invoicing.messages.on_subscription_period_started import on_subscription_period_started
from foyer_invoicing.messages.on_subscription_plan_change_requested import (
    on_subscription_plan_change_requested,
)
from foyer_invoicing.messages.on_subscription_plan_change_withdrawn import (
    on_subscription_plan_change_withdrawn,
)
from foyer_invoicing.messages.on_subscription_plan_changed import on_subscription_plan_changed
from foyer_invoicing.messages.on_subscription_quantity_changed import on_subscription_quantity_changed

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    MandateActivated: on_mandate_activated,
    PaymentFailed: on_payment_failed,
    PaymentMethodAdded: on_payment_method_added,
    PaymentMethodUpdated: on_payment_method_updated,
    PaymentProcessing: on_payment_processing,
    PaymentSucceeded: on_payment_succeeded,
    ProductCreated: on_product_created,
    ProductUpdated: on_product_updated,
    SubscriptionPeriodStarted: on_subscription_period_started,
    SubscriptionPlanChangeRequested: on_subscription_plan_change_requested,
    SubscriptionPlanChangeWithdrawn: on_subscription_plan_change_withdrawn,
    SubscriptionPlanChanged: on_subscription_plan_changed,
    SubscriptionQuantityChanged: on_subscription_quantity_changed,
}
