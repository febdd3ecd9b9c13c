"""What the portal reads from payments. Never an IBAN or a card number."""

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Expiry(Tolerant):
    """The last month in which a method works."""

    month: int
    year: int


class Collection(Tolerant):
    """A direct debit that was announced, of at most so much."""

    amount: Amount
    collects_at: AwareDatetime


class Mandate(Tolerant):
    """A SEPA mandate with its IBAN masked; `signed_at` is None while it is pending."""

    id: str
    payment_method_id: str | None = None
    reference: str
    status: str
    iban_masked: str
    holder: str
    creditor_identifier: str | None = None
    text_version: str | None = None
    signed_at: AwareDatetime | None = None
    last_used_at: AwareDatetime | None = None
    lapses_at: AwareDatetime | None = None
    next_collection: Collection | None = None


class Collected(Tolerant):
    """A subscription that is collected automatically."""

    id: str
    name: str


class PaymentMethod(Tolerant):
    """A way to pay; `label` is what the customer recognises it by (`Visa ···4242`)."""

    id: str
    kind: str
    label: str
    brand: str | None = None
    last4: str | None = None
    expires_on: Expiry | None = None
    holder: str | None = None
    is_default: bool = False
    status: str = "active"
    mandate: Mandate | None = None
    added_at: AwareDatetime | None = None
    chargeable: bool = False
    """Whether the customer can pay with it here; else the business alone knows how it is charged."""
    chosen_for: tuple[Collected, ...] = ()
    """What is collected with it, whichever is the default."""


class OwnPaymentMethod(PaymentMethod):
    """One of them, what it can be used for, and what would happen if it were removed."""

    collected: tuple[Collected, ...] = ()
    """All that is collected automatically, for each of which it can be chosen."""
    needed_by: tuple[Collected, ...] = ()
    """The subscriptions for which it cannot be removed."""
    heir: str | None = None
    """The label of the one that would be the default after it."""


class PaymentsPart(Tolerant):
    """Payments' part of the picture."""

    methods: tuple[PaymentMethod, ...]
    can_pay: bool = False
    """Whether the business has an account at a provider, by which money can be taken."""


class Failure(Tolerant):
    """Why there is no money, or no method; `code` is the provider's or the bank's word for it."""

    code: str
    severity: str = "hard"


class PaidInvoice(Tolerant):
    """So much of a payment is for one invoice."""

    invoice_id: str
    amount: Amount


class Payment(Tolerant):
    """Money that the customer pays, or tries to; `action_url` is the page that waits for them."""

    id: str
    status: str
    amount: Amount
    invoices: tuple[PaidInvoice, ...] = ()
    payment_method_id: str | None = None
    kind: str | None = None
    action_url: str | None = None
    failure: Failure | None = None
    created_at: AwareDatetime | None = None


class MethodKind(Tolerant):
    """What may be added, and from which wallets."""

    kind: str
    wallets: tuple[str, ...] = ()


class MethodKinds(Tolerant):
    """All of it."""

    data: tuple[MethodKind, ...] = ()


class PaymentSetup(Tolerant):
    """A payment method that is being added."""

    id: str
    status: str
    action_url: str | None = None
    failure: Failure | None = None
    payment_method_id: str | None = None
    amends: str | None = None
    """The method that was to have another account: another one than came of it where its mandate is new."""
    replaces: str | None = None
    """The method whose place the new one takes."""
