"""What payments tells: methods, mandates, and money that moves. Never an IBAN or a card number."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Contract, Event

OWNER = "payments"


class PaymentMethodData(Contract):
    """A way to pay, as others may know it."""

    payment_method_id: str
    customer_id: str
    kind: str
    """One of the kinds of the payments service, such as `card` or `sepa_debit`."""
    label: str
    """What the customer recognises it by, masked: `Visa ···4242`."""
    is_default: bool


class PaymentMethodAdded(Event, type="payment_method.added", owner=OWNER):
    """A customer can pay with one more method."""

    payment_method: PaymentMethodData


class PaymentMethodNotAdded(Event, type="payment_method.not_added", owner=OWNER):
    """A customer has done all there was to do, and no method came of it, such as of a mandate that its bank
    never confirmed.
    """

    setup_id: str
    customer_id: str
    kinds: tuple[str, ...]
    code: str


class PaymentMethodUpdated(Event, type="payment_method.updated", owner=OWNER):
    """It was brought up to date, such as the expiry of a card."""

    payment_method: PaymentMethodData


class PaymentMethodExpiring(Event, type="payment_method.expiring", owner=OWNER):
    """It pays something, and works for so many days more at most."""

    payment_method: PaymentMethodData
    last_day: date
    days: int


class PaymentMethodRemoved(Event, type="payment_method.removed", owner=OWNER):
    """It is not used any more."""

    payment_method: PaymentMethodData


class PaymentMethodDefaultChanged(Event, type="payment_method.default_changed", owner=OWNER):
    """Another method is used from now on."""

    payment_method: PaymentMethodData
    subscription_id: str | None = None
    """The one subscription that is collected with it; None for all of them, and whatever else is charged."""


class MandateData(Contract):
    """A SEPA mandate, without its IBAN."""

    mandate_id: str
    payment_method_id: str
    customer_id: str
    reference: str


class MandateActivated(Event, type="mandate.activated", owner=OWNER):
    """Money may be collected with it."""

    mandate: MandateData


class MandateAmended(Event, type="mandate.amended", owner=OWNER):
    """It goes on with another account, by what its customer recognises both: `SEPA ···3000`."""

    mandate: MandateData
    before: str
    after: str


class MandateFailed(Event, type="mandate.failed", owner=OWNER):
    """The bank does not take it, or not any more: no money may be collected with it."""

    mandate: MandateData
    code: str | None = None
    """What the bank or the provider said, such as `AC04`."""
    next: Literal["new_account", "new_mandate", "stop"] | None = None
    """What has to come first: another account, another signature, or nothing, since the holder has died."""


class MandateRevoked(Event, type="mandate.revoked", owner=OWNER):
    """It was taken back: no money may be collected with it any more."""

    mandate: MandateData


class MandateLapsed(Event, type="mandate.lapsed", owner=OWNER):
    """Nothing was collected with it for 36 months: no money may be any more."""

    mandate: MandateData


class PaidInvoiceData(Contract):
    """So much of a payment is for one invoice."""

    invoice_id: str
    amount: Amount


class PaymentData(Contract):
    """Money that a customer pays, or tries to."""

    payment_id: str
    customer_id: str
    amount: Amount
    invoices: tuple[PaidInvoiceData, ...] = ()
    """What it is for; the rest is the customer's balance."""
    payment_method_id: str | None = None
    kind: str | None = None
    """One of the kinds of the payments service, such as `card` or `sepa_debit`."""
    attempt: int | None = None
    """Of `invoice.payment_due`, None when the customer pays by hand."""


class PaymentScheduled(Event, type="payment.scheduled", owner=OWNER):
    """A direct debit is announced, so many days before as the business has agreed: its amount is the most
    that is collected. Another with the same payment moves it to another mandate, and to a later time.
    """

    payment: PaymentData
    collects_at: AwareDatetime
    numbers: tuple[str, ...]
    """Of the invoices."""
    mandate: MandateData
    creditor_identifier: str = ""


class PaymentScheduleWithdrawn(Event, type="payment.schedule_withdrawn", owner=OWNER):
    """What was announced is not collected: nothing is to be paid any more, or others collect it."""

    payment: PaymentData


class PaymentProcessing(Event, type="payment.processing", owner=OWNER):
    """It is under way, and its outcome comes later."""

    payment: PaymentData


class PaymentRequiresAction(Event, type="payment.requires_action", owner=OWNER):
    """The bank wants to ask the customer, who was not there: the payment has failed, and the customer has to
    pay on the invoice's page.
    """

    payment: PaymentData


class PaymentSucceeded(Event, type="payment.succeeded", owner=OWNER):
    """The money has come, or counts as come."""

    payment: PaymentData
    fee: Amount | None = None
    """What the provider keeps of it."""


class PaymentFailed(Event, type="payment.failed", owner=OWNER):
    """No money comes of it."""

    payment: PaymentData
    severity: Literal["hard", "soft"]
    """A hard failure is not tried again with the same way to pay."""
    code: str
    """What the provider or the bank said, such as `insufficient_funds` or `AM04`."""


class PaymentReversed(Event, type="payment.reversed", owner=OWNER):
    """Money that was there was taken back, such as by a bank's return; `code` says why."""

    payment: PaymentData
    reversal_id: str
    amount: Amount
    code: str
    severity: Literal["hard", "soft"] = "hard"
    """A hard one is not charged for again with the same way to pay."""


class RefundData(Contract):
    """Money that goes back to where it was paid from."""

    refund_id: str
    payment_id: str
    customer_id: str
    amount: Amount
    credit_note_id: str | None = None
    """The credit note that it is for; None for what was given back at the provider, past Foyer."""


class RefundPending(Event, type="refund.pending", owner=OWNER):
    """Its provider has taken it on, and it arrives, or comes back, in days."""

    refund: RefundData


class RefundSucceeded(Event, type="refund.succeeded", owner=OWNER):
    """The customer has it, or soon will."""

    refund: RefundData


class RefundFailed(Event, type="refund.failed", owner=OWNER):
    """It could not be given back that way; also when it came back later, which alone is told of what was
    given back past Foyer. `code` says why.
    """

    refund: RefundData
    code: str


class DisputeData(Contract):
    """A payment that the customer contests at the bank."""

    dispute_id: str
    payment_id: str
    customer_id: str
    amount: Amount


class DisputeOpened(Event, type="dispute.opened", owner=OWNER):
    """The provider holds the money back until it is decided."""

    dispute: DisputeData


class DisputeWon(Event, type="dispute.won", owner=OWNER):
    """The money is there again."""

    dispute: DisputeData
    was_lost: bool = False
    """It had been told as lost, and what it had paid as owed again: a provider that takes the money at once
    has given it back.
    """


class DisputeLost(Event, type="dispute.lost", owner=OWNER):
    """The money is gone for good."""

    dispute: DisputeData
