"""What invoicing hears, and what it does then."""

from foyer_shared.contracts.entitlements import EntitlementGranted
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.payments import (
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    MandateActivated,
    PaymentFailed,
    PaymentMethodAdded,
    PaymentMethodUpdated,
    PaymentProcessing,
    PaymentReversed,
    PaymentScheduled,
    PaymentScheduleWithdrawn,
    PaymentSucceeded,
    RefundFailed,
    RefundSucceeded,
)
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated, ClockMoved
from foyer_shared.contracts.subscriptions import (
    ProductCreated,
    ProductUpdated,
    SubscriptionCanceled,
    SubscriptionCompleted,
    SubscriptionCreated,
    SubscriptionPaused,
    SubscriptionPeriodStarted,
    SubscriptionPeriodVoided,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeWithdrawn,
    SubscriptionQuantityChanged,
)
from foyer_shared.contracts.support import RefundRequestApproved
from foyer_shared.messaging.handlers import Handler

from foyer_invoicing.messages.on_business_created import on_business_created
from foyer_invoicing.messages.on_business_updated import on_business_updated
from foyer_invoicing.messages.on_clock_moved import on_clock_moved
from foyer_invoicing.messages.on_dispute_lost import on_dispute_lost
from foyer_invoicing.messages.on_dispute_opened import on_dispute_opened
from foyer_invoicing.messages.on_dispute_won import on_dispute_won
from foyer_invoicing.messages.on_entitlement_granted import on_entitlement_granted
from foyer_invoicing.messages.on_mandate_activated import on_mandate_activated
from foyer_invoicing.messages.on_payment_failed import on_payment_failed
from foyer_invoicing.messages.on_payment_method_added import on_payment_method_added
from foyer_invoicing.messages.on_payment_method_updated import on_payment_method_updated
from foyer_invoicing.messages.on_payment_processing import on_payment_processing
from foyer_invoicing.messages.on_payment_reversed import on_payment_reversed
from foyer_invoicing.messages.on_payment_schedule_withdrawn import on_payment_schedule_withdrawn
from foyer_invoicing.messages.on_payment_scheduled import on_payment_scheduled
from foyer_invoicing.messages.on_payment_succeeded import on_payment_succeeded
from foyer_invoicing.messages.on_product_created import on_product_created
from foyer_invoicing.messages.on_product_updated import on_product_updated
from foyer_invoicing.messages.on_refund_failed import on_refund_failed
from foyer_invoicing.messages.on_refund_request_approved import on_refund_request_approved
from foyer_invoicing.messages.on_refund_succeeded import on_refund_succeeded
from foyer_invoicing.messages.on_subscription_canceled import on_subscription_canceled
from foyer_invoicing.messages.on_subscription_completed import on_subscription_completed
from foyer_invoicing.messages.on_subscription_created import on_subscription_created
from foyer_invoicing.messages.on_subscription_paused import on_subscription_paused
from foyer_invoicing.messages.on_subscription_period_started import on_subscription_period_started
from foyer_invoicing.messages.on_subscription_period_voided import on_subscription_period_voided
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
    PaymentScheduled: on_payment_scheduled,
    PaymentScheduleWithdrawn: on_payment_schedule_withdrawn,
    PaymentSucceeded: on_payment_succeeded,
    ClockMoved: on_clock_moved,
    EntitlementGranted: on_entitlement_granted,
    ProductCreated: on_product_created,
    ProductUpdated: on_product_updated,
    SubscriptionCreated: on_subscription_created,
    SubscriptionPaused: on_subscription_paused,
    SubscriptionCanceled: on_subscription_canceled,
    SubscriptionCompleted: on_subscription_completed,
    SubscriptionPeriodVoided: on_subscription_period_voided,
    SubscriptionPeriodStarted: on_subscription_period_started,
    SubscriptionPlanChangeRequested: on_subscription_plan_change_requested,
    SubscriptionPlanChangeWithdrawn: on_subscription_plan_change_withdrawn,
    SubscriptionPlanChanged: on_subscription_plan_changed,
    SubscriptionQuantityChanged: on_subscription_quantity_changed,
    PaymentReversed: on_payment_reversed,
    RefundSucceeded: on_refund_succeeded,
    RefundFailed: on_refund_failed,
    RefundRequestApproved: on_refund_request_approved,
    DisputeOpened: on_dispute_opened,
    DisputeWon: on_dispute_won,
    DisputeLost: on_dispute_lost,
}
