"""The ways to pay, with the mandate behind a bank account."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.payments import Mandate, PaymentMethod
from foyer_portal_bff.views import status
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import Problems
from foyer_portal_bff.views.status import Badge, mark

KINDS = {
    "card": mark("Card"),
    "sepa_debit": mark("SEPA direct debit"),
    "ideal": mark("iDEAL"),
    "paypal": mark("PayPal"),
    "bancontact": mark("Bancontact"),
}


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate in plain words."""

    reference: str
    iban: str
    holder: str
    creditor: str
    signed: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One way to pay."""

    icon: str
    label: str
    remark: str
    is_default: bool
    badge: Badge
    mandate: MandateLine | None


@dataclass(frozen=True, slots=True)
class PaymentMethodsPage:
    """All of them."""

    methods: tuple[MethodLine, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class AddPage:
    """Before one is added; `sent_to` has got a code, "" when nobody has."""

    sent_to: str
    problems: Problems


def payment_methods_page(
    methods: tuple[PaymentMethod, ...], reader: Reader, *, may_add: bool
) -> PaymentMethodsPage:
    """The default one first."""
    ordered = sorted(methods, key=lambda method: not method.is_default)
    return PaymentMethodsPage(tuple(_method(method, reader) for method in ordered), may_add)


def _method(method: PaymentMethod, reader: Reader) -> MethodLine:
    return MethodLine(
        icon="bank" if method.kind == "sepa_debit" else "payment",
        label=method.label,
        remark=_remark(method, reader),
        is_default=method.is_default,
        badge=status.badge(status.METHOD, method.status, reader),
        mandate=_mandate(method.mandate, reader) if method.mandate else None,
    )


def _remark(method: PaymentMethod, reader: Reader) -> str:
    kind = reader.say(KINDS.get(method.kind, method.kind))
    if method.expires_on is None:
        return kind
    until = f"{method.expires_on.month:02}/{method.expires_on.year}"
    return reader.say("{kind}, valid until {month}", kind=kind, month=until)


def _mandate(mandate: Mandate, reader: Reader) -> MandateLine:
    return MandateLine(
        reference=mandate.reference,
        iban=mandate.iban_masked,
        holder=mandate.holder,
        creditor=mandate.creditor_identifier or "",
        signed=reader.day(mandate.signed_at) if mandate.signed_at else "",
        badge=status.badge(status.MANDATE, mandate.status, reader),
    )
