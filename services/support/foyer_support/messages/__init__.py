"""What support hears, and what it does then."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CollectionCaseSettled,
    CreditNoteIssued,
    CreditNoteRefused,
    CustomerAnonymized,
    CustomerCreated,
    CustomerUpdated,
    InvoiceFinalized,
    InvoicePaid,
    InvoiceReopened,
    InvoiceVoided,
    PaymentPlanApproved,
    PaymentPlanDeclined,
    PaymentPlanRequested,
)
from foyer_shared.contracts.notifications import ContactConfirmed, ContactRemoved, ContactUpdated
from foyer_shared.contracts.payments import RefundFailed, RefundSucceeded
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated, ClockMoved, DeclarationUnmatched
from foyer_shared.contracts.subscriptions import (
    SubscriptionCanceled,
    SubscriptionCancellationRefused,
    SubscriptionCancellationRequested,
    SubscriptionCancellationWithdrawn,
    SubscriptionCompleted,
)
from foyer_shared.messaging.handlers import Handler

from foyer_support.messages.on_business_created import on_business_created
from foyer_support.messages.on_business_updated import on_business_updated
from foyer_support.messages.on_clock_moved import on_clock_moved
from foyer_support.messages.on_collection_case_settled import on_collection_case_settled
from foyer_support.messages.on_contact_confirmed import on_contact_confirmed
from foyer_support.messages.on_contact_removed import on_contact_removed
from foyer_support.messages.on_contact_updated import on_contact_updated
from foyer_support.messages.on_credit_note_issued import on_credit_note_issued
from foyer_support.messages.on_credit_note_refused import on_credit_note_refused
from foyer_support.messages.on_customer_anonymized import on_customer_anonymized
from foyer_support.messages.on_customer_created import on_customer_created
from foyer_support.messages.on_customer_updated import on_customer_updated
from foyer_support.messages.on_declaration_unmatched import on_declaration_unmatched
from foyer_support.messages.on_invoice_finalized import on_invoice_finalized
from foyer_support.messages.on_invoice_paid import on_invoice_paid
from foyer_support.messages.on_invoice_reopened import on_invoice_reopened
from foyer_support.messages.on_invoice_voided import on_invoice_voided
from foyer_support.messages.on_payment_plan_approved import on_payment_plan_approved
from foyer_support.messages.on_payment_plan_declined import on_payment_plan_declined
from foyer_support.messages.on_payment_plan_requested import on_payment_plan_requested
from foyer_support.messages.on_refund_failed import on_refund_failed
from foyer_support.messages.on_refund_succeeded import on_refund_succeeded
from foyer_support.messages.on_subscription_canceled import on_subscription_canceled
from foyer_support.messages.on_subscription_cancellation_refused import on_subscription_cancellation_refused
from foyer_support.messages.on_subscription_cancellation_requested import (
    on_subscription_cancellation_requested,
)
from foyer_support.messages.on_subscription_cancellation_withdrawn import (
    on_subscription_cancellation_withdrawn,
)
from foyer_support.messages.on_subscription_completed import on_subscription_completed

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    ClockMoved: on_clock_moved,
    CollectionCaseSettled: on_collection_case_settled,
    ContactConfirmed: on_contact_confirmed,
    ContactRemoved: on_contact_removed,
    ContactUpdated: on_contact_updated,
    CreditNoteIssued: on_credit_note_issued,
    CreditNoteRefused: on_credit_note_refused,
    CustomerAnonymized: on_customer_anonymized,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
    DeclarationUnmatched: on_declaration_unmatched,
    InvoiceFinalized: on_invoice_finalized,
    InvoicePaid: on_invoice_paid,
    InvoiceReopened: on_invoice_reopened,
    InvoiceVoided: on_invoice_voided,
    PaymentPlanApproved: on_payment_plan_approved,
    PaymentPlanDeclined: on_payment_plan_declined,
    PaymentPlanRequested: on_payment_plan_requested,
    RefundFailed: on_refund_failed,
    RefundSucceeded: on_refund_succeeded,
    SubscriptionCanceled: on_subscription_canceled,
    SubscriptionCancellationRefused: on_subscription_cancellation_refused,
    SubscriptionCancellationRequested: on_subscription_cancellation_requested,
    SubscriptionCancellationWithdrawn: on_subscription_cancellation_withdrawn,
    SubscriptionCompleted: on_subscription_completed,
}
