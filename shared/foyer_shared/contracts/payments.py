"""What payments tells: methods and mandates. Never an IBAN or a card number."""

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


class PaymentMethodUpdated(Event, type="payment_method.updated", owner=OWNER):
    """It was brought up to date, such as the expiry of a card."""

    payment_method: PaymentMethodData


class PaymentMethodRemoved(Event, type="payment_method.removed", owner=OWNER):
    """It is not used any more."""

    payment_method: PaymentMethodData


class PaymentMethodDefaultChanged(Event, type="payment_method.default_changed", owner=OWNER):
    """Another method is used from now on."""

    payment_method: PaymentMethodData


class MandateData(Contract):
    """A SEPA mandate, without its IBAN."""

    mandate_id: str
    payment_method_id: str
    customer_id: str
    reference: str


class MandateActivated(Event, type="mandate.activated", owner=OWNER):
    """Money may be collected with it."""

    mandate: MandateData


class MandateFailed(Event, type="mandate.failed", owner=OWNER):
    """The bank does not take it: no money may be collected with it."""

    mandate: MandateData


class MandateRevoked(Event, type="mandate.revoked", owner=OWNER):
    """It was taken back: no money may be collected with it any more."""

    mandate: MandateData
