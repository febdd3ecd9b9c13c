"""What subscriptions does with the events of others; one file per event."""

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import InvoiceOverdue, InvoicePaid
from foyer_shared.contracts.payments import PaymentMethodAdded
from foyer_shared.contracts.portal import BusinessCreated, BusinessUpdated
from foyer_shared.messaging.handlers import Handler

from foyer_subscriptions.messages.on_business_created import on_business_created
from foyer_subscriptions.messages.on_business_updated import on_business_updated
from foyer_subscriptions.messages.on_invoice_overdue import on_invoice_overdue
from foyer_subscriptions.messages.on_invoice_paid import on_invoice_paid
from foyer_subscriptions.messages.on_payment_method_added import on_payment_method_added

HANDLERS: dict[type[Event], Handler] = {
    BusinessCreated: on_business_created,
    BusinessUpdated: on_business_updated,
    InvoiceOverdue: on_invoice_overdue,
    InvoicePaid: on_invoice_paid,
    PaymentMethodAdded: on_payment_method_added,
}
