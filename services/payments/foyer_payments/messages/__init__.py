"""What payments hears, and what it does then."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CreditNoteIssued,
    CustomerAnonymized,
    CustomerCreated,
    CustomerUpdated,
    InvoiceBalanceChanged,
    InvoiceFinalized,
    InvoicePaid,
    InvoicePaymentDue,
    InvoiceReopened,
    InvoiceUncollectible,
    InvoiceVoided,
)
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated, ClockMoved
from foyer_shared.contracts.subscriptions import (
    SubscriptionActivated,
    SubscriptionCanceled,
    SubscriptionCollectionChanged,
    SubscriptionCompleted,
    SubscriptionCreated,
    SubscriptionPlanChanged,
)
from foyer_shared.messaging.handlers import Handler

from foyer_payments.messages.on_business_created import on_business_created
from foyer_payments.messages.on_business_updated import on_business_updated
from foyer_payments.messages.on_clock_moved import on_clock_moved
from foyer_payments.messages.on_credit_note_issued import on_credit_note_issued
from foyer_payments.messages.on_customer_anonymized import on_customer_anonymized
from foyer_payments.messages.on_customer_created import on_customer_created
from foyer_payments.messages.on_customer_updated import on_customer_updated
from foyer_payments.messages.on_invoice_balance_changed import on_invoice_balance_changed
from foyer_payments.messages.on_invoice_finalized import on_invoice_finalized
from foyer_payments.messages.on_invoice_paid import on_invoice_paid
from foyer_payments.messages.on_invoice_payment_due import on_invoice_payment_due
from foyer_payments.messages.on_invoice_reopened import on_invoice_reopened
from foyer_payments.messages.on_invoice_uncollectible import on_invoice_uncollectible
from foyer_payments.messages.on_invoice_voided import on_invoice_voided
from foyer_payments.messages.on_subscription_activated import on_subscription_activated
from foyer_payments.messages.on_subscription_canceled import on_subscription_canceled
from foyer_payments.messages.on_subscription_collection_changed import on_subscription_collection_changed
from foyer_payments.messages.on_subscription_completed import on_subscription_completed
from foyer_payments.messages.on_subscription_created import on_subscription_created
from foyer_payments.messages.on_subscription_plan_changed import on_subscription_plan_changed

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    ClockMoved: on_clock_moved,
    CreditNoteIssued: on_credit_note_issued,
    CustomerAnonymized: on_customer_anonymized,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
    InvoiceBalanceChanged: on_invoice_balance_changed,
    InvoiceFinalized: on_invoice_finalized,
    InvoicePaid: on_invoice_paid,
    InvoicePaymentDue: on_invoice_payment_due,
    InvoiceReopened: on_invoice_reopened,
    InvoiceUncollectible: on_invoice_uncollectible,
    InvoiceVoided: on_invoice_voided,
    SubscriptionActivated: on_subscription_activated,
    SubscriptionCanceled: on_subscription_canceled,
    SubscriptionCollectionChanged: on_subscription_collection_changed,
    SubscriptionCompleted: on_subscription_completed,
    SubscriptionCreated: on_subscription_created,
    SubscriptionPlanChanged: on_subscription_plan_changed,
}
