"""What notifications does with the events of others; one file per event."""

from foyer_shared.contracts.entitlements import EntitlementGranted
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CollectionCaseAdvanced,
    CollectionCaseHeld,
    CollectionCaseOpened,
    CollectionCaseReleased,
    CollectionCaseSettled,
    CreditNoteDocumentReady,
    CustomerAnonymized,
    CustomerCreated,
    CustomerTaxIdInvalid,
    CustomerUpdated,
    InvoiceBalanceUsed,
    InvoiceDocumentReady,
    InvoiceDueSoon,
    InvoiceOverdue,
    InvoicePaymentFailed,
    InvoiceReminderDue,
    InvoiceReopened,
    InvoiceVoided,
    OrderCanceled,
    OrderFulfilled,
    OrderPlaced,
    PaymentPlanApproved,
    PaymentPlanBroken,
    PaymentPlanCompleted,
    PaymentPlanDeclined,
    PaymentPlanInstalmentDue,
    PaymentPlanRequested,
    ReceiptDocumentReady,
)
from foyer_shared.contracts.payments import (
    MandateAmended,
    MandateFailed,
    PaymentMethodExpiring,
    PaymentMethodNotAdded,
    PaymentScheduled,
    RefundFailed,
    RefundSucceeded,
)
from foyer_shared.contracts.portal import (
    BusinessCreated,
    BusinessUpdated,
    ClockMoved,
    DeclarationReceived,
    DeclarationRejected,
    DeclarationWaiting,
)
from foyer_shared.contracts.subscriptions import (
    ProductCreated,
    ProductUpdated,
    SubscriptionActivated,
    SubscriptionCanceled,
    SubscriptionCancellationRefused,
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionCancellationWithdrawn,
    SubscriptionCompleted,
    SubscriptionCreated,
    SubscriptionPastDue,
    SubscriptionPaused,
    SubscriptionPauseScheduled,
    SubscriptionPauseWithdrawn,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeScheduled,
    SubscriptionPlanChangeWithdrawn,
    SubscriptionPriceChangeAnnounced,
    SubscriptionPriceChangeWithdrawn,
    SubscriptionQuantityChanged,
    SubscriptionReactivated,
    SubscriptionRenewalUpcoming,
    SubscriptionResumed,
    SubscriptionResumeScheduled,
    SubscriptionSuspended,
    SubscriptionTrialEnding,
)
from foyer_shared.contracts.support import TicketOpened, TicketReplied
from foyer_shared.messaging.handlers import Handler

from foyer_notifications.messages.on_business_created import on_business_created
from foyer_notifications.messages.on_business_updated import on_business_updated
from foyer_notifications.messages.on_clock_moved import on_clock_moved
from foyer_notifications.messages.on_collection_case_advanced import on_collection_case_advanced
from foyer_notifications.messages.on_collection_case_held import on_collection_case_held
from foyer_notifications.messages.on_collection_case_opened import on_collection_case_opened
from foyer_notifications.messages.on_collection_case_released import on_collection_case_released
from foyer_notifications.messages.on_collection_case_settled import on_collection_case_settled
from foyer_notifications.messages.on_credit_note_document_ready import on_credit_note_document_ready
from foyer_notifications.messages.on_customer_anonymized import on_customer_anonymized
from foyer_notifications.messages.on_customer_created import on_customer_created
from foyer_notifications.messages.on_customer_tax_id_invalid import on_customer_tax_id_invalid
from foyer_notifications.messages.on_customer_updated import on_customer_updated
from foyer_notifications.messages.on_declaration_received import on_declaration_received
from foyer_notifications.messages.on_declaration_rejected import on_declaration_rejected
from foyer_notifications.messages.on_declaration_waiting import on_declaration_waiting
from foyer_notifications.messages.on_entitlement_granted import on_entitlement_granted
from foyer_notifications.messages.on_invoice_balance_used import on_invoice_balance_used
from foyer_notifications.messages.on_invoice_document_ready import on_invoice_document_ready
from foyer_notifications.messages.on_invoice_due_soon import on_invoice_due_soon
from foyer_notifications.messages.on_invoice_overdue import on_invoice_overdue
from foyer_notifications.messages.on_invoice_payment_failed import on_invoice_payment_failed
from foyer_notifications.messages.on_invoice_reminder_due import on_invoice_reminder_due
from foyer_notifications.messages.on_invoice_reopened import on_invoice_reopened
from foyer_notifications.messages.on_invoice_voided import on_invoice_voided
from foyer_notifications.messages.on_mandate_amended import on_mandate_amended
from foyer_notifications.messages.on_mandate_failed import on_mandate_failed
from foyer_notifications.messages.on_order_canceled import on_order_canceled
from foyer_notifications.messages.on_order_fulfilled import on_order_fulfilled
from foyer_notifications.messages.on_order_placed import on_order_placed
from foyer_notifications.messages.on_payment_method_expiring import on_payment_method_expiring
from foyer_notifications.messages.on_payment_method_not_added import on_payment_method_not_added
from foyer_notifications.messages.on_payment_plan_approved import on_payment_plan_approved
from foyer_notifications.messages.on_payment_plan_broken import on_payment_plan_broken
from foyer_notifications.messages.on_payment_plan_completed import on_payment_plan_completed
from foyer_notifications.messages.on_payment_plan_declined import on_payment_plan_declined
from foyer_notifications.messages.on_payment_plan_instalment_due import on_payment_plan_instalment_due
from foyer_notifications.messages.on_payment_plan_requested import on_payment_plan_requested
from foyer_notifications.messages.on_payment_scheduled import on_payment_scheduled
from foyer_notifications.messages.on_product_created import on_product_created
from foyer_notifications.messages.on_product_updated import on_product_updated
from foyer_notifications.messages.on_receipt_document_ready import on_receipt_document_ready
from foyer_notifications.messages.on_refund_failed import on_refund_failed
from foyer_notifications.messages.on_refund_succeeded import on_refund_succeeded
from foyer_notifications.messages.on_subscription_activated import on_subscription_activated
from foyer_notifications.messages.on_subscription_canceled import on_subscription_canceled
from foyer_notifications.messages.on_subscription_cancellation_refused import (
    on_subscription_cancellation_refused,
)
from foyer_notifications.messages.on_subscription_cancellation_requested import (
    on_subscription_cancellation_requested,
)
from foyer_notifications.messages.on_subscription_cancellation_scheduled import (
    on_subscription_cancellation_scheduled,
)
from foyer_notifications.messages.on_subscription_cancellation_withdrawn import (
    on_subscription_cancellation_withdrawn,
)
from foyer_notifications.messages.on_subscription_completed import on_subscription_completed
from foyer_notifications.messages.on_subscription_created import on_subscription_created
from foyer_notifications.messages.on_subscription_past_due import on_subscription_past_due
from foyer_notifications.messages.on_subscription_pause_scheduled import on_subscription_pause_scheduled
from foyer_notifications.messages.on_subscription_pause_withdrawn import on_subscription_pause_withdrawn
from foyer_notifications.messages.on_subscription_paused import on_subscription_paused
from foyer_notifications.messages.on_subscription_plan_change_requested import (
    on_subscription_plan_change_requested,
)
from foyer_notifications.messages.on_subscription_plan_change_scheduled import (
    on_subscription_plan_change_scheduled,
)
from foyer_notifications.messages.on_subscription_plan_change_withdrawn import (
    on_subscription_plan_change_withdrawn,
)
from foyer_notifications.messages.on_subscription_plan_changed import on_subscription_plan_changed
from foyer_notifications.messages.on_subscription_price_change_announced import (
    on_subscription_price_change_announced,
)
from foyer_notifications.messages.on_subscription_price_change_withdrawn import (
    on_subscription_price_change_withdrawn,
)
from foyer_notifications.messages.on_subscription_quantity_changed import on_subscription_quantity_changed
from foyer_notifications.messages.on_subscription_reactivated import on_subscription_reactivated
from foyer_notifications.messages.on_subscription_renewal_upcoming import on_subscription_renewal_upcoming
from foyer_notifications.messages.on_subscription_resume_scheduled import on_subscription_resume_scheduled
from foyer_notifications.messages.on_subscription_resumed import on_subscription_resumed
from foyer_notifications.messages.on_subscription_suspended import on_subscription_suspended
from foyer_notifications.messages.on_subscription_trial_ending import on_subscription_trial_ending
from foyer_notifications.messages.on_ticket_opened import on_ticket_opened
from foyer_notifications.messages.on_ticket_replied import on_ticket_replied

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    CustomerAnonymized: on_customer_anonymized,
    ClockMoved: on_clock_moved,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
    CustomerTaxIdInvalid: on_customer_tax_id_invalid,
    EntitlementGranted: on_entitlement_granted,
    DeclarationReceived: on_declaration_received,
    DeclarationRejected: on_declaration_rejected,
    DeclarationWaiting: on_declaration_waiting,
    InvoiceBalanceUsed: on_invoice_balance_used,
    InvoiceDocumentReady: on_invoice_document_ready,
    InvoiceDueSoon: on_invoice_due_soon,
    InvoiceOverdue: on_invoice_overdue,
    InvoicePaymentFailed: on_invoice_payment_failed,
    InvoiceReminderDue: on_invoice_reminder_due,
    InvoiceReopened: on_invoice_reopened,
    InvoiceVoided: on_invoice_voided,
    ProductCreated: on_product_created,
    ProductUpdated: on_product_updated,
    ReceiptDocumentReady: on_receipt_document_ready,
    CreditNoteDocumentReady: on_credit_note_document_ready,
    RefundSucceeded: on_refund_succeeded,
    RefundFailed: on_refund_failed,
    CollectionCaseOpened: on_collection_case_opened,
    CollectionCaseAdvanced: on_collection_case_advanced,
    CollectionCaseHeld: on_collection_case_held,
    CollectionCaseReleased: on_collection_case_released,
    CollectionCaseSettled: on_collection_case_settled,
    PaymentPlanRequested: on_payment_plan_requested,
    PaymentMethodExpiring: on_payment_method_expiring,
    PaymentMethodNotAdded: on_payment_method_not_added,
    MandateAmended: on_mandate_amended,
    MandateFailed: on_mandate_failed,
    PaymentScheduled: on_payment_scheduled,
    PaymentPlanApproved: on_payment_plan_approved,
    PaymentPlanDeclined: on_payment_plan_declined,
    PaymentPlanInstalmentDue: on_payment_plan_instalment_due,
    PaymentPlanBroken: on_payment_plan_broken,
    PaymentPlanCompleted: on_payment_plan_completed,
    OrderPlaced: on_order_placed,
    OrderFulfilled: on_order_fulfilled,
    OrderCanceled: on_order_canceled,
    SubscriptionActivated: on_subscription_activated,
    SubscriptionPastDue: on_subscription_past_due,
    SubscriptionPauseScheduled: on_subscription_pause_scheduled,
    SubscriptionPauseWithdrawn: on_subscription_pause_withdrawn,
    SubscriptionPaused: on_subscription_paused,
    SubscriptionResumeScheduled: on_subscription_resume_scheduled,
    SubscriptionResumed: on_subscription_resumed,
    SubscriptionCancellationRefused: on_subscription_cancellation_refused,
    SubscriptionCancellationRequested: on_subscription_cancellation_requested,
    SubscriptionCancellationScheduled: on_subscription_cancellation_scheduled,
    SubscriptionCancellationWithdrawn: on_subscription_cancellation_withdrawn,
    SubscriptionReactivated: on_subscription_reactivated,
    SubscriptionCanceled: on_subscription_canceled,
    SubscriptionCompleted: on_subscription_completed,
    SubscriptionTrialEnding: on_subscription_trial_ending,
    SubscriptionRenewalUpcoming: on_subscription_renewal_upcoming,
    SubscriptionSuspended: on_subscription_suspended,
    SubscriptionCreated: on_subscription_created,
    SubscriptionPlanChangeRequested: on_subscription_plan_change_requested,
    SubscriptionPlanChangeScheduled: on_subscription_plan_change_scheduled,
    SubscriptionPlanChangeWithdrawn: on_subscription_plan_change_withdrawn,
    SubscriptionPlanChanged: on_subscription_plan_changed,
    SubscriptionPriceChangeAnnounced: on_subscription_price_change_announced,
    SubscriptionPriceChangeWithdrawn: on_subscription_price_change_withdrawn,
    SubscriptionQuantityChanged: on_subscription_quantity_changed,
    TicketOpened: on_ticket_opened,
    TicketReplied: on_ticket_replied,
}
