"""What subscriptions does with the events of others; one file per event."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CustomerAnonymized,
    CustomerCreated,
    CustomerUpdated,
    InvoiceOverdue,
    InvoicePaid,
    InvoicePaymentFailed,
    InvoiceReopened,
    InvoiceRetriesExhausted,
    InvoiceUncollectible,
    InvoiceVoided,
    OrderPaid,
    OrderPaymentReversed,
    OrderRefunded,
    PaymentPlanBroken,
    PaymentPlanCompleted,
    PaymentPlanStarted,
)
from foyer_shared.contracts.payments import (
    MandateActivated,
    MandateFailed,
    MandateLapsed,
    MandateRevoked,
    PaymentMethodAdded,
    PaymentMethodRemoved,
    PaymentMethodUpdated,
)
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated, ClockMoved, DeclarationRecorded
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.messaging.handlers import Handler

from foyer_subscriptions.messages.on_business_created import on_business_created
from foyer_subscriptions.messages.on_business_updated import on_business_updated
from foyer_subscriptions.messages.on_clock_moved import on_clock_moved
from foyer_subscriptions.messages.on_customer_anonymized import on_customer_anonymized
from foyer_subscriptions.messages.on_customer_created import on_customer_created
from foyer_subscriptions.messages.on_customer_updated import on_customer_updated
from foyer_subscriptions.messages.on_declaration_recorded import on_declaration_recorded
from foyer_subscriptions.messages.on_invoice_overdue import on_invoice_overdue
from foyer_subscriptions.messages.on_invoice_paid import on_invoice_paid
from foyer_subscriptions.messages.on_invoice_payment_failed import on_invoice_payment_failed
from foyer_subscriptions.messages.on_invoice_reopened import on_invoice_reopened
from foyer_subscriptions.messages.on_invoice_retries_exhausted import on_invoice_retries_exhausted
from foyer_subscriptions.messages.on_invoice_uncollectible import on_invoice_uncollectible
from foyer_subscriptions.messages.on_invoice_voided import on_invoice_voided
from foyer_subscriptions.messages.on_mandate_activated import on_mandate_activated
from foyer_subscriptions.messages.on_mandate_failed import on_mandate_failed
from foyer_subscriptions.messages.on_mandate_lapsed import on_mandate_lapsed
from foyer_subscriptions.messages.on_mandate_revoked import on_mandate_revoked
from foyer_subscriptions.messages.on_order_paid import on_order_paid
from foyer_subscriptions.messages.on_order_payment_reversed import on_order_payment_reversed
from foyer_subscriptions.messages.on_order_refunded import on_order_refunded
from foyer_subscriptions.messages.on_payment_method_added import on_payment_method_added
from foyer_subscriptions.messages.on_payment_method_removed import on_payment_method_removed
from foyer_subscriptions.messages.on_payment_method_updated import on_payment_method_updated
from foyer_subscriptions.messages.on_payment_plan_broken import on_payment_plan_broken
from foyer_subscriptions.messages.on_payment_plan_completed import on_payment_plan_completed
from foyer_subscriptions.messages.on_payment_plan_started import on_payment_plan_started
from foyer_subscriptions.messages.on_ticket_opened import on_ticket_opened

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    ClockMoved: on_clock_moved,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
    DeclarationRecorded: on_declaration_recorded,
    InvoiceOverdue: on_invoice_overdue,
    InvoicePaid: on_invoice_paid,
    InvoicePaymentFailed: on_invoice_payment_failed,
    InvoiceVoided: on_invoice_voided,
    InvoiceReopened: on_invoice_reopened,
    InvoiceUncollectible: on_invoice_uncollectible,
    InvoiceRetriesExhausted: on_invoice_retries_exhausted,
    OrderPaid: on_order_paid,
    OrderRefunded: on_order_refunded,
    OrderPaymentReversed: on_order_payment_reversed,
    PaymentMethodAdded: on_payment_method_added,
    CustomerAnonymized: on_customer_anonymized,
    MandateActivated: on_mandate_activated,
    MandateFailed: on_mandate_failed,
    MandateLapsed: on_mandate_lapsed,
    MandateRevoked: on_mandate_revoked,
    PaymentMethodUpdated: on_payment_method_updated,
    PaymentMethodRemoved: on_payment_method_removed,
    PaymentPlanStarted: on_payment_plan_started,
    PaymentPlanBroken: on_payment_plan_broken,
    PaymentPlanCompleted: on_payment_plan_completed,
    TicketOpened: on_ticket_opened,
}
