"""The message catalogue: every message there is, what causes it, and whether it can be switched off."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a message is about; optional ones are switched by category."""

    SECURITY = "security"
    SUBSCRIPTIONS = "subscriptions"
    RENEWALS = "renewals"
    ORDERS = "orders"
    INVOICES = "invoices"
    RECEIPTS = "receipts"
    REMINDERS = "reminders"
    SUPPORT = "support"
    MARKETING = "marketing"


class Recipient(StrEnum):
    """Who gets it."""

    LOGIN = "login"
    CUSTOMER = "customer"
    CONTACT = "contact"
    VISITOR = "visitor"
    """Whoever declared something without signing in, at the address that they gave."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One line of the catalogue. `event` is the type that causes it, None when a service asks for it.

    Mandatory: receipts of declarations, security, and what the law asks of whoever collects. Confidential:
    the words are sealed until they are sent, and never kept after.
    """

    key: str
    event: str | None
    category: Category
    mandatory: bool
    recipient: Recipient = Recipient.CUSTOMER
    confidential: bool = False


SIGN_IN_CODE = MessageKind(
    "sign_in_code", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
CONFIRMATION_CODE = MessageKind(
    "confirmation_code", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
EMAIL_CHANGE_LINK = MessageKind(
    "email_change_link", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
ACCOUNT_CLOSED = MessageKind(
    "account_closed", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
LOGIN_LINK = MessageKind(
    "login_link", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
LOGIN_CHANGED = MessageKind(
    "login_changed", None, Category.SECURITY, mandatory=True, recipient=Recipient.LOGIN, confidential=True
)
CONTACT_LINK = MessageKind(
    "contact_link", None, Category.SECURITY, mandatory=True, recipient=Recipient.CONTACT, confidential=True
)
CUSTOMER_EMAIL_CHANGED = MessageKind(
    "customer_email_changed", "customer.updated", Category.SECURITY, mandatory=True
)
SUBSCRIPTION_ACTIVATED = MessageKind(
    "subscription_activated", "subscription.activated", Category.SUBSCRIPTIONS, mandatory=False
)
SUBSCRIPTION_PAUSE_SCHEDULED = MessageKind(
    "subscription_pause_scheduled", "subscription.pause_scheduled", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PAUSE_WITHDRAWN = MessageKind(
    "subscription_pause_withdrawn", "subscription.pause_withdrawn", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PAUSED = MessageKind(
    "subscription_paused", "subscription.paused", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_RESUME_SCHEDULED = MessageKind(
    "subscription_resume_scheduled", "subscription.resume_scheduled", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_RESUMED = MessageKind(
    "subscription_resumed", "subscription.resumed", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PAST_DUE = MessageKind(
    "subscription_past_due", "subscription.past_due", Category.REMINDERS, mandatory=False
)
SUBSCRIPTION_RESUBSCRIBED = MessageKind(
    "subscription_resubscribed", "subscription.created", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_CANCELLATION_REQUESTED = MessageKind(
    "subscription_cancellation_requested",
    "subscription.cancellation_requested",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_CANCELLATION_SCHEDULED = MessageKind(
    "subscription_cancellation_scheduled",
    "subscription.cancellation_scheduled",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_CANCELLATION_WITHDRAWN = MessageKind(
    "subscription_cancellation_withdrawn",
    "subscription.cancellation_withdrawn",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_CANCELLATION_REFUSED = MessageKind(
    "subscription_cancellation_refused",
    "subscription.cancellation_refused",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
DECLARATION_WAITING = MessageKind(
    "declaration_waiting", "declaration.waiting", Category.SUBSCRIPTIONS, mandatory=True
)
DECLARATION_RECEIVED = MessageKind(
    "declaration_received",
    "declaration.received",
    Category.SUBSCRIPTIONS,
    mandatory=True,
    recipient=Recipient.VISITOR,
)
DECLARATION_REJECTED = MessageKind(
    "declaration_rejected",
    "declaration.rejected",
    Category.SUBSCRIPTIONS,
    mandatory=True,
    recipient=Recipient.VISITOR,
)
SUBSCRIPTION_REACTIVATED = MessageKind(
    "subscription_reactivated", "subscription.reactivated", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_CANCELED = MessageKind(
    "subscription_canceled", "subscription.canceled", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_COMPLETED = MessageKind(
    "subscription_completed", "subscription.completed", Category.SUBSCRIPTIONS, mandatory=False
)
SUBSCRIPTION_TRIAL_ENDING = MessageKind(
    "subscription_trial_ending", "subscription.trial_ending", Category.RENEWALS, mandatory=False
)
SUBSCRIPTION_RENEWAL_UPCOMING = MessageKind(
    "subscription_renewal_upcoming", "subscription.renewal_upcoming", Category.RENEWALS, mandatory=False
)
SUBSCRIPTION_SUSPENDED = MessageKind(
    "subscription_suspended", "subscription.suspended", Category.REMINDERS, mandatory=False
)
ENTITLEMENT_GRANTED = MessageKind(
    "entitlement_granted", "entitlement.granted", Category.ORDERS, mandatory=False
)
SUBSCRIPTION_PLAN_CHANGE_REQUESTED = MessageKind(
    "subscription_plan_change_requested",
    "subscription.plan_change_requested",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_PLAN_CHANGE_SCHEDULED = MessageKind(
    "subscription_plan_change_scheduled",
    "subscription.plan_change_scheduled",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_PLAN_CHANGE_WITHDRAWN = MessageKind(
    "subscription_plan_change_withdrawn",
    "subscription.plan_change_withdrawn",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_PLAN_CHANGED = MessageKind(
    "subscription_plan_changed", "subscription.plan_changed", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_QUANTITY_CHANGED = MessageKind(
    "subscription_quantity_changed", "subscription.quantity_changed", Category.SUBSCRIPTIONS, mandatory=True
)
SUBSCRIPTION_PRICE_CHANGE_ANNOUNCED = MessageKind(
    "subscription_price_change_announced",
    "subscription.price_change_announced",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
SUBSCRIPTION_PRICE_CHANGE_WITHDRAWN = MessageKind(
    "subscription_price_change_withdrawn",
    "subscription.price_change_withdrawn",
    Category.SUBSCRIPTIONS,
    mandatory=True,
)
ORDER_PLACED = MessageKind("order_placed", "order.placed", Category.ORDERS, mandatory=False)
ORDER_FULFILLED = MessageKind("order_fulfilled", "order.fulfilled", Category.ORDERS, mandatory=False)
ORDER_CANCELED = MessageKind("order_canceled", "order.canceled", Category.ORDERS, mandatory=False)
TAX_ID_INVALID = MessageKind("tax_id_invalid", "customer.tax_id_invalid", Category.INVOICES, mandatory=False)
INVOICE_READY = MessageKind("invoice_ready", "invoice.document_ready", Category.INVOICES, mandatory=False)
INVOICE_REOPENED = MessageKind("invoice_reopened", "invoice.reopened", Category.INVOICES, mandatory=False)
INVOICE_BALANCE_USED = MessageKind(
    "invoice_balance_used", "invoice.balance_used", Category.RECEIPTS, mandatory=False
)
PAYMENT_RECEIPT = MessageKind("payment_receipt", "receipt.document_ready", Category.RECEIPTS, mandatory=False)
CREDIT_NOTE_READY = MessageKind(
    "credit_note_ready", "credit_note.document_ready", Category.INVOICES, mandatory=False
)
REFUND_SENT = MessageKind("refund_sent", "refund.succeeded", Category.RECEIPTS, mandatory=False)
REFUND_FAILED = MessageKind("refund_failed", "refund.failed", Category.RECEIPTS, mandatory=False)
INVOICE_OVERDUE = MessageKind("invoice_overdue", "invoice.overdue", Category.REMINDERS, mandatory=False)
PAYMENT_METHOD_EXPIRING = MessageKind(
    "payment_method_expiring", "payment_method.expiring", Category.REMINDERS, mandatory=False
)
PAYMENT_METHOD_NOT_ADDED = MessageKind(
    "payment_method_not_added", "payment_method.not_added", Category.REMINDERS, mandatory=False
)
MANDATE_AMENDED = MessageKind("mandate_amended", "mandate.amended", Category.REMINDERS, mandatory=True)
MANDATE_FAILED = MessageKind("mandate_failed", "mandate.failed", Category.REMINDERS, mandatory=False)
PAYMENT_SCHEDULED = MessageKind("payment_scheduled", "payment.scheduled", Category.REMINDERS, mandatory=True)
INVOICE_DUE_SOON = MessageKind("invoice_due_soon", "invoice.due_soon", Category.REMINDERS, mandatory=False)
INVOICE_REMINDER_DUE = MessageKind(
    "invoice_reminder_due", "invoice.reminder_due", Category.REMINDERS, mandatory=False
)
INVOICE_PAYMENT_FAILED = MessageKind(
    "invoice_payment_failed", "invoice.payment_failed", Category.REMINDERS, mandatory=False
)
COLLECTION_CASE_OPENED = MessageKind(
    "collection_case_opened", "collection_case.opened", Category.REMINDERS, mandatory=True
)
COLLECTION_CASE_ADVANCED = MessageKind(
    "collection_case_advanced", "collection_case.advanced", Category.REMINDERS, mandatory=True
)
COLLECTION_CASE_HELD = MessageKind(
    "collection_case_held", "collection_case.held", Category.REMINDERS, mandatory=False
)
COLLECTION_CASE_RELEASED = MessageKind(
    "collection_case_released", "collection_case.released", Category.REMINDERS, mandatory=False
)
COLLECTION_CASE_SETTLED = MessageKind(
    "collection_case_settled", "collection_case.settled", Category.REMINDERS, mandatory=False
)
PAYMENT_PLAN_REQUESTED = MessageKind(
    "payment_plan_requested", "payment_plan.requested", Category.REMINDERS, mandatory=False
)
PAYMENT_PLAN_APPROVED = MessageKind(
    "payment_plan_approved", "payment_plan.approved", Category.REMINDERS, mandatory=True
)
PAYMENT_PLAN_DECLINED = MessageKind(
    "payment_plan_declined", "payment_plan.declined", Category.REMINDERS, mandatory=False
)
PAYMENT_PLAN_INSTALMENT_DUE = MessageKind(
    "payment_plan_instalment_due", "payment_plan.instalment_due", Category.REMINDERS, mandatory=False
)
PAYMENT_PLAN_BROKEN = MessageKind(
    "payment_plan_broken", "payment_plan.broken", Category.REMINDERS, mandatory=True
)
PAYMENT_PLAN_COMPLETED = MessageKind(
    "payment_plan_completed", "payment_plan.completed", Category.REMINDERS, mandatory=False
)
TICKET_OPENED = MessageKind("ticket_opened", "ticket.opened", Category.SUPPORT, mandatory=False)
TICKET_REPLIED = MessageKind("ticket_replied", "ticket.replied", Category.SUPPORT, mandatory=False)

CATALOGUE = {
    kind.key: kind
    for kind in (
        SIGN_IN_CODE,
        CONFIRMATION_CODE,
        EMAIL_CHANGE_LINK,
        ACCOUNT_CLOSED,
        LOGIN_LINK,
        LOGIN_CHANGED,
        CONTACT_LINK,
        CUSTOMER_EMAIL_CHANGED,
        SUBSCRIPTION_ACTIVATED,
        SUBSCRIPTION_PAUSE_SCHEDULED,
        SUBSCRIPTION_PAUSE_WITHDRAWN,
        SUBSCRIPTION_PAUSED,
        SUBSCRIPTION_RESUME_SCHEDULED,
        SUBSCRIPTION_RESUMED,
        SUBSCRIPTION_PAST_DUE,
        SUBSCRIPTION_RESUBSCRIBED,
        SUBSCRIPTION_CANCELLATION_REQUESTED,
        SUBSCRIPTION_CANCELLATION_SCHEDULED,
        SUBSCRIPTION_CANCELLATION_WITHDRAWN,
        SUBSCRIPTION_CANCELLATION_REFUSED,
        DECLARATION_WAITING,
        DECLARATION_RECEIVED,
        DECLARATION_REJECTED,
        SUBSCRIPTION_REACTIVATED,
        SUBSCRIPTION_CANCELED,
        SUBSCRIPTION_COMPLETED,
        SUBSCRIPTION_TRIAL_ENDING,
        SUBSCRIPTION_RENEWAL_UPCOMING,
        SUBSCRIPTION_SUSPENDED,
        ENTITLEMENT_GRANTED,
        SUBSCRIPTION_PLAN_CHANGE_REQUESTED,
        SUBSCRIPTION_PLAN_CHANGE_SCHEDULED,
        SUBSCRIPTION_PLAN_CHANGE_WITHDRAWN,
        SUBSCRIPTION_PLAN_CHANGED,
        SUBSCRIPTION_QUANTITY_CHANGED,
        SUBSCRIPTION_PRICE_CHANGE_ANNOUNCED,
        SUBSCRIPTION_PRICE_CHANGE_WITHDRAWN,
        ORDER_PLACED,
        ORDER_FULFILLED,
        ORDER_CANCELED,
        TAX_ID_INVALID,
        INVOICE_READY,
        INVOICE_REOPENED,
        INVOICE_BALANCE_USED,
        PAYMENT_RECEIPT,
        CREDIT_NOTE_READY,
        REFUND_SENT,
        REFUND_FAILED,
        INVOICE_OVERDUE,
        PAYMENT_METHOD_EXPIRING,
        PAYMENT_METHOD_NOT_ADDED,
        MANDATE_AMENDED,
        MANDATE_FAILED,
        PAYMENT_SCHEDULED,
        INVOICE_DUE_SOON,
        INVOICE_REMINDER_DUE,
        INVOICE_PAYMENT_FAILED,
        COLLECTION_CASE_OPENED,
        COLLECTION_CASE_ADVANCED,
        COLLECTION_CASE_HELD,
        COLLECTION_CASE_RELEASED,
        COLLECTION_CASE_SETTLED,
        PAYMENT_PLAN_REQUESTED,
        PAYMENT_PLAN_APPROVED,
        PAYMENT_PLAN_DECLINED,
        PAYMENT_PLAN_INSTALMENT_DUE,
        PAYMENT_PLAN_BROKEN,
        PAYMENT_PLAN_COMPLETED,
        TICKET_OPENED,
        TICKET_REPLIED,
    )
}


def kinds_of(category: Category) -> frozenset[str]:
    """The keys of the messages of a category."""
    return frozenset(kind.key for kind in CATALOGUE.values() if kind.category is category)


NO_MESSAGE = {
    "business.created": "Kept as a copy: brand, language, zone, and whether its mail is held.",
    "business.updated": "Kept as a copy.",
    "portal_configuration.updated": "The portal shows what it shows.",
    "clock.moved": "Kept as a copy. What it brings about has messages of its own.",
    "customer.created": "Kept as a copy: name, address and language. The business does the welcoming.",
    "product.created": "Kept as a copy. Concerns no customer yet.",
    "product.updated": "Kept as a copy. Concerns no customer by itself.",
    "price.created": "Concerns no customer yet.",
    "price.updated": "Concerns no customer yet.",
    "subscription.period_started": "What it costs is on its invoice, which is mailed.",
    "subscription.price_changed": "It was announced ahead; the period's invoice, which is mailed, has it.",
    "subscription.period_voided": "The receipt of the cancellation that voids it says when it ends.",
    "declaration.unmatched": "Staff see to it; whoever declared it has a receipt.",
    "declaration.recorded": "Its receipt is the mail of what it leads to, or of its waiting.",
    "subscription.updated": "Whoever changes what is linked, or a field, sees it done.",
    "subscription.trial_extended": "Whoever took the offer saw it; the end is announced ahead.",
    "retention_offer.shown": "It was on the page.",
    "retention_offer.accepted": "What it gives has its own event.",
    "retention_offer.declined": "The cancellation has its receipt.",
    "subscription.discount_applied": "Whoever used the code saw what it changes.",
    "subscription.discount_ended": "What is charged then is on the invoice; the page said how long it lasts.",
    "subscription.collection_changed": "The business agrees on it with its customer.",
    "subscription.recovered": "The payment that ended the arrears has its receipt.",
    "refund.pending": "The credit note is mailed, and what becomes of the refund.",
    "order.paid": "The payment has its receipt, which names the invoice.",
    "order.refunded": "Its credit note is mailed, and the refund when it has gone.",
    "order.payment_reversed": "Its invoice is open again, which has a message.",
    "entitlement.revoked": "What took it, such as an end, a pause or a refund, has a message of its own.",
    "entitlement.used": "Each use is listed in the portal, beside what was used.",
    "invoice.finalized": "It is mailed as soon as its document is made, a moment later.",
    "invoice.balance_changed": "The invoice's page shows what is open, and whether a payment is under way.",
    "invoice.payment_due": "It asks for a charge, whose outcome has messages.",
    "invoice.retries_exhausted": "The failure before it has said that nothing more is tried.",
    "invoice.voided": "Kept, so that it is mailed no more; the business explains it to whom it concerns.",
    "invoice.uncollectible": "The business's own bookkeeping.",
    "credit_note.issued": "It is mailed as soon as its document is made, a moment later.",
    "payment.reversed": "The invoice that it had paid is open again, which has a message.",
    "dispute.opened": "Whoever disputes it knows.",
    "dispute.won": "The bank tells its customer.",
    "dispute.lost": "The bank tells its customer; that its invoice is open again has a message.",
    "invoice.paid": "What has paid it has a message: a payment, the balance, or a credit note.",
    "payment.processing": "The page that began it says so.",
    "payment.schedule_withdrawn": "What has paid its invoice, or voided it, has a message or an explanation.",
    "payment.requires_action": "The attempt has failed by that; its message leads to the invoice.",
    "payment.succeeded": "Its receipt is mailed as soon as that is made, a moment later.",
    "payment.failed": "What was tried for an invoice has that invoice's message; by hand, the page says so.",
    "payment_method.added": "The business adds methods for its customers and agrees that with them.",
    "payment_method.default_changed": "Comes with a change the customer or the business has just made.",
    "mandate.activated": "The customer holds the signed mandate.",
    "mandate.lapsed": "Nothing was collected with it; an invoice that cannot be collected has messages.",
    "mandate.revoked": "Whoever revoked it knows; an invoice that cannot be collected has messages.",
    "payment_method.updated": "Comes with a change the customer or the provider has just made.",
    "payment_method.removed": "Comes with a change the customer or the business has just made.",
    "customer.anonymized": "There is nobody left to write to.",
    "payment_plan.started": "Its approval has said so: it begins at once.",
    "login.signed_in": "Told by the history page; the code's own mail was the notice.",
    "login.recognized": "Told by the history page; nobody else has the password or the passkey.",
    "login.passkey_added": "The portal asks for the mail about it, which is to the login.",
    "login.passkey_removed": "The portal asks for the mail about it, which is to the login.",
    "login.password_changed": "The portal asks for the mail about it, which is to the login.",
    "portal_session.opened": "They came from the business's own site, where they were just now.",
    "credit_note.refused": "Staff see to it, and answer on its ticket.",
    "refund_request.opened": "Its ticket has a receipt.",
    "refund_request.approved": "Its credit note is mailed as soon as that has its document.",
    "refund_request.declined": "The reason is an answer on its ticket, which is mailed.",
    "refund_request.withdrawn": "The customer has just done it.",
    "announcement.published": "It is in the portal, on top of the first page.",
    "announcement.updated": "The portal shows it as it is now.",
    "announcement.withdrawn": "The portal shows it no more.",
    "ticket.status_changed": "Whoever did it knows, and the page of the ticket tells.",
    "ticket.resolved": "What settled it has a message of its own.",
    "preferences.changed": "Whoever switches sees it done, and can undo it there.",
    "contact.added": "They are asked by a link, as they have no say in the event.",
    "contact.updated": "A new address is asked by a link; of the rest the page tells.",
    "contact.confirmed": "Whoever has confirmed saw it; the customer's page shows it.",
    "contact.removed": "They get no more copies; the customer has just done it.",
    "webhook_endpoint.stopped": "The business's own; it goes to its other endpoints.",
    "message.sent": "About a message.",
    "message.failed": "About a message; another one would fail the same way.",
    "message.bounced": "About a message; the portal asks for another address.",
    "message.uncertain": "About a message, which has perhaps arrived.",
}
"""Event types that cause no message, each with the reason."""
