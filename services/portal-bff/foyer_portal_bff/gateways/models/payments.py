"""What the portal reads from payments. Never an IBAN or a card number."""

from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Expiry(Tolerant):
    """The last month in which a method works."""

    month: int
    year: int


class Mandate(Tolerant):
    """A SEPA mandate with its IBAN masked; `signed_at` is None while it is pending."""

    id: str
    payment_method_id: str | None = None
    reference: str
    status: str
    iban_masked: str
    holder: str
    creditor_identifier: str | None = None
    signed_at: AwareDatetime | None = None


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


class PaymentsPart(Tolerant):
    """Payments' part of the picture."""

    methods: tuple[PaymentMethod, ...]
