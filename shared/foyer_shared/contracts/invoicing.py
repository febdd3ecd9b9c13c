"""What invoicing tells: customers, orders, invoices and credit notes."""

from datetime import date, datetime
from typing import Literal

from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.contracts.envelope import Confidential, Contract, Event

OWNER = "invoicing"


class CustomerData(Contract):
    """The account that buys, as others need to know it."""

    customer_id: str
    name: str
    email: str
    company: str | None = None
    language: str
    """BCP 47: the language of mails and documents."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    billing_address: AddressData | None = None
    shipping_address: AddressData | None = None
    """None when it is the same as the billing address."""


class CustomerCreated(Event, type="customer.created", owner=OWNER, reading="copy"):
    """A new account."""

    customer: CustomerData


class CustomerUpdated(Event, type="customer.updated", owner=OWNER, reading="copy"):
    """Something about the account changed."""

    customer: CustomerData


class CustomerTaxIdInvalid(Event, type="customer.tax_id_invalid", owner=OWNER):
    """The register of VAT ids does not know one of the account's, or not any more."""

    customer_id: str
    label: str
    """As much of it as tells it from others: `DE ···5976`."""


class OrderLineData(Contract):
    """So many of one thing in an order; `line` counts from 1."""

    line: int
    description: str
    quantity: int
    product_id: str | None = None
    shipping: bool = False
    """Whether it is for sending the other ones."""


class OrderData(Contract):
    """An order after the change that the event tells."""

    order_id: str
    number: str
    customer_id: str
    total: Amount
    invoice_id: str
    lines: tuple[OrderLineData, ...] = ()


class OrderPlaced(Event, type="order.placed", owner=OWNER):
    """A customer bought; its invoice is finalised in the same transaction."""

    order: OrderData


class OrderPaid(Event, type="order.paid", owner=OWNER):
    """The order's invoice is paid in full."""

    order: OrderData


class OrderFulfilled(Event, type="order.fulfilled", owner=OWNER):
    """It is paid, and all of it was delivered; told once."""

    order: OrderData
    by: Literal["business", "entitlements"]
    """By the business's hand, or since all that its lines are for was granted."""


class OrderCanceled(Event, type="order.canceled", owner=OWNER):
    """Its invoice is void before it was paid: nothing of it is to be paid or delivered."""

    order: OrderData


class OrderRefunded(Event, type="order.refunded", owner=OWNER):
    """What it was for was given back: all of it, or some of its lines. Told once for each refund."""

    order: OrderData
    refund_id: str
    lines: tuple[OrderLineData, ...] = ()
    """How many of which lines came back with this refund; none when only money did."""


class OrderPaymentReversed(Event, type="order.payment_reversed", owner=OWNER):
    """The money that had paid it was taken back. When it is paid again, `order.paid` is told again."""

    order: OrderData


class InvoiceData(Contract):
    """An invoice after the change that the event tells."""

    invoice_id: str
    number: str
    customer_id: str
    order_id: str | None = None
    subscription_id: str | None = None
    change_id: str | None = None
    """The change of plan that waits for it to be paid."""
    quote_id: str | None = None
    """The subscription's quote that it was made from."""
    total: Amount
    open: Amount
    issued_on: date
    due_on: date
    collection: Literal["automatic", "invoice"] = "invoice"
    """By a charge of ours, or by the customer."""
    pending: bool = False
    """Whether a payment of it is under way."""
    pay_to: BankAccountData | None = None
    """Where the customer transfers what is open, with the number as the reference; it says the holder. None
    when nothing is to be transferred, or nobody said where to.
    """


class InvoiceLineData(Contract):
    """So many of one thing on an invoice, with what they cost and the tax on that; `line` counts from 1."""

    line: int
    description: str
    quantity: int
    net: Amount
    tax: Amount


class InvoiceFinalized(Event, type="invoice.finalized", owner=OWNER):
    """It has its number and never changes again."""

    invoice: InvoiceData
    lines: tuple[InvoiceLineData, ...] = ()
    """None in events from before they were told."""


class FileData(Contract):
    """Where a file lies in the store that all services read: its key, its bytes, their SHA-256 in hex."""

    key: str
    size: int
    sha256: str


class InvoiceDocumentReady(Event, type="invoice.document_ready", owner=OWNER):
    """Its PDF and its XML are made, once and for good."""

    invoice_id: str
    number: str
    customer_id: str
    pdf: FileData
    xml: FileData
    invoice: InvoiceData | None = None
    """As it stood when they were made; events from before do not say it, nor the two below."""
    status: Literal["open", "paid", "void", "uncollectible"] | None = None
    finalized_at: datetime | None = None


class InvoicePaid(Event, type="invoice.paid", owner=OWNER):
    """Nothing of it is open any more."""

    invoice: InvoiceData
    collection: Literal["automatic", "invoice"] = "invoice"


class InvoiceBalanceChanged(Event, type="invoice.balance_changed", owner=OWNER):
    """Part of it was paid or given back and the rest is still open, or a payment of it is under way now, or
    not any more.
    """

    invoice: InvoiceData


class InvoiceBalanceUsed(Event, type="invoice.balance_used", owner=OWNER):
    """What the customer had to their credit has paid it, or a part, after the moment that made it final."""

    invoice: InvoiceData
    amount: Amount
    """What it paid just now."""


class InvoiceOverdue(Event, type="invoice.overdue", owner=OWNER):
    """Its due date has passed with money open."""

    invoice: InvoiceData


class InvoiceDueSoon(Event, type="invoice.due_soon", owner=OWNER):
    """Its due date is near, and it was sent for payment: the customer is to be reminded."""

    invoice: InvoiceData


class InvoiceReminderDue(Event, type="invoice.reminder_due", owner=OWNER):
    """Some days after its due date money is still open: the customer is to be reminded once more."""

    invoice: InvoiceData
    days_overdue: int


class InvoicePaymentDue(Event, type="invoice.payment_due", owner=OWNER):
    """It is to be collected now, as far as it is open. A provider is asked once for each attempt."""

    invoice: InvoiceData
    attempt: int
    """Counts from 1."""
    amount: Amount
    """What is to be collected."""
    plan_id: str | None = None
    instalment: int | None = None
    """Of the payment plan; counts from 1."""


class InvoicePaymentFailed(Event, type="invoice.payment_failed", owner=OWNER):
    """Collecting it failed; it may be tried again."""

    invoice: InvoiceData
    attempt: int | None = None
    """Which of the attempts failed."""
    amount: Amount | None = None
    """What it was for: all that was open, or an instalment."""
    severity: Literal["hard", "soft"] | None = None
    """A hard failure is not tried again with the same way to pay."""
    code: str | None = None
    """What the provider or the bank said."""
    next_attempt_at: datetime | None = None
    """When it is tried again, None when it is not."""


class InvoiceRetriesExhausted(Event, type="invoice.retries_exhausted", owner=OWNER):
    """Collecting it failed for the last time."""

    invoice: InvoiceData


class InvoiceVoided(Event, type="invoice.voided", owner=OWNER):
    """It is not to be paid."""

    invoice: InvoiceData


class InvoiceReopened(Event, type="invoice.reopened", owner=OWNER):
    """Money that had paid it was taken back."""

    invoice: InvoiceData
    overdue: bool = True
    """Whether it is late by that; one that the customer pays is only after its due date."""


class InvoiceUncollectible(Event, type="invoice.uncollectible", owner=OWNER):
    """The business has given up on it."""

    invoice: InvoiceData


class RefundPartData(Contract):
    """How much of a payment is to go back to where it came from."""

    payment_id: str
    amount: Amount


class CreditNoteData(Contract):
    """What was given back of an invoice: what that settled, what became balance, and the refunds are its
    total.
    """

    credit_note_id: str
    number: str
    customer_id: str
    invoice_id: str
    invoice_number: str
    subscription_id: str | None = None
    order_id: str | None = None
    total: Amount
    settled: Amount
    """What was still owed of the invoice, and is not any more."""
    to_balance: Amount
    refunds: tuple[RefundPartData, ...] = ()
    """To be made now; what was given back past Foyer is none of them."""
    issued_on: date
    reason: str | None = None
    refund_request_id: str | None = None
    """What a customer had asked for, and staff agreed to."""


class CreditedLineData(Contract):
    """So many of an invoice's line, counted from 1, were given back."""

    line: int
    quantity: int


class CreditNoteIssued(Event, type="credit_note.issued", owner=OWNER):
    """It has its number and never changes; its refunds are to be made now."""

    credit_note: CreditNoteData
    lines: tuple[CreditedLineData, ...] = ()
    """Which lines of the invoice it gives back; none where it gives back an amount."""


class CreditNoteRefused(Event, type="credit_note.refused", owner=OWNER):
    """What staff agreed to give back cannot be given back any more; `code` says why."""

    refund_request_id: str
    customer_id: str
    invoice_id: str
    code: str


class CreditNoteDocumentReady(Event, type="credit_note.document_ready", owner=OWNER):
    """Its PDF and its XML are made, once and for good."""

    credit_note: CreditNoteData
    issued_at: datetime
    pdf: FileData
    xml: FileData


class ReceiptData(Contract):
    """What says that money came in for an invoice: one payment, whole or of a part."""

    number: str
    customer_id: str
    invoice_id: str
    invoice_number: str
    payment_id: str
    """By which the invoice shows the payment."""
    amount: Amount
    paid_at: datetime
    open: Amount
    """What is open of the invoice when the receipt is made."""
    taken_back: Amount | None = None
    """What was taken back of the payment before the receipt was made; None when nothing was."""


class ReceiptDocumentReady(Event, type="receipt.document_ready", owner=OWNER):
    """Its PDF is made, once and for good."""

    receipt: ReceiptData
    pdf: FileData


class CustomerAnonymized(Event, type="customer.anonymized", owner=OWNER):
    """The account is closed and its time is over: whatever says who it was is forgotten."""

    customer_id: str


class InstalmentData(Contract):
    """One instalment; `number` counts from 1."""

    number: int
    due_on: date
    amount: Amount


class CollectionCaseData(Contract):
    """The collecting of one overdue invoice, after the change that the event tells."""

    case_id: str
    number: str
    customer_id: str
    invoice_id: str
    invoice_number: str
    subscription_id: str | None = None
    stage: Literal["friendly_reminder", "formal_notice", "fees_added", "final_warning"]
    amount: Amount
    """What is open of the invoice."""
    fees: Amount
    """What is open of the collection costs."""
    due_on: date
    days_overdue: int
    pay_by: date | None = None
    """The last day on which it can be paid without costs."""
    named_fees: Amount | None = None
    """What they come to after that day."""
    external: bool = False
    """Others collect it now."""
    pay_to: BankAccountData | None = None
    """Where the customer transfers all that is open. None when nothing is to be transferred, or nobody said
    where to.
    """
    reference: str | None = None
    """To be given with it; None, as it was told before: the invoice's number."""
    instalment: InstalmentData | None = None
    """What a payment plan that runs asks for next; nothing more is to be paid yet."""


class CollectionCaseOpened(Event, type="collection_case.opened", owner=OWNER):
    """An overdue invoice is collected step by step from now on."""

    case: CollectionCaseData


class CollectionCaseAdvanced(Event, type="collection_case.advanced", owner=OWNER):
    """It went to its next stage, or to others."""

    case: CollectionCaseData


class CollectionCaseHeld(Event, type="collection_case.held", owner=OWNER):
    """Nothing of it goes on until it is released."""

    case: CollectionCaseData
    reason: Literal["dispute", "agreement", "other"]


class CollectionCaseReleased(Event, type="collection_case.released", owner=OWNER):
    """It goes on again."""

    case: CollectionCaseData


class CollectionCaseSettled(Event, type="collection_case.settled", owner=OWNER):
    """It is closed: all was paid, or the business is content with a part."""

    case: CollectionCaseData
    outcome: Literal["paid", "partial"]


class PaymentPlanData(Contract):
    """An agreement to pay an overdue invoice in instalments."""

    plan_id: str
    customer_id: str
    invoice_id: str
    subscription_id: str | None = None
    """The subscription that the invoice is for, if any."""
    invoice_number: str = ""
    case_id: str | None = None
    total: Amount | None = None
    """With what is open of collection costs."""
    instalments: tuple[InstalmentData, ...] = ()


class PaymentPlanRequested(Event, type="payment_plan.requested", owner=OWNER):
    """A customer asks for it."""

    plan: PaymentPlanData


class PaymentPlanApproved(Event, type="payment_plan.approved", owner=OWNER):
    """Staff, or the business's rule, agree to it; it begins at once."""

    plan: PaymentPlanData
    by_rule: bool
    pay_to: BankAccountData | None = None
    """Where the customer transfers the instalments, as for the case. None when we collect them."""
    reference: str | None = None


class PaymentPlanDeclined(Event, type="payment_plan.declined", owner=OWNER):
    """Staff do not agree to it."""

    plan: PaymentPlanData
    reason: Confidential


class PaymentPlanInstalmentDue(Event, type="payment_plan.instalment_due", owner=OWNER):
    """The day of an instalment has come."""

    plan: PaymentPlanData
    instalment: InstalmentData
    open: Amount
    """What is still to be paid of it, and of those before it."""
    fees: Amount | None = None
    """How much of that is for the collection costs."""
    automatic: bool = False
    """It is charged for now; else the customer pays it."""
    pay_to: BankAccountData | None = None
    """Where the customer transfers it, as for the case."""
    reference: str | None = None


class PaymentPlanStarted(Event, type="payment_plan.started", owner=OWNER):
    """It was agreed on, and its instalments are due from now on."""

    plan: PaymentPlanData


class PaymentPlanBroken(Event, type="payment_plan.broken", owner=OWNER):
    """An instalment was not paid: what is open is due at once."""

    plan: PaymentPlanData
    open: Amount | None = None
    """What that is, with its costs."""
    pay_to: BankAccountData | None = None
    """Where the customer transfers it, as for the case."""
    reference: str | None = None


class PaymentPlanCompleted(Event, type="payment_plan.completed", owner=OWNER):
    """All instalments are paid."""

    plan: PaymentPlanData
