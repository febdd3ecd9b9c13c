"""The ways to pay, with the mandate behind a bank account."""

from collections.abc import Iterable
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.payments import Collection, Mandate, MethodKind, PaymentMethod
from foyer_portal_bff.views import status
from foyer_portal_bff.views.change_iban import may_change_iban
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import Problems
from foyer_portal_bff.views.status import Badge, mark

KINDS = {
    "card": mark("Card"),
    "sepa_debit": mark("SEPA direct debit"),
    "ideal": mark("iDEAL"),
    "paypal": mark("PayPal"),
    "bancontact": mark("Bancontact"),
    "us_bank_account": mark("US bank account (ACH)"),
    "acss_debit": mark("Canadian pre-authorized debit"),
    "bacs_debit": mark("Bacs Direct Debit"),
    "au_becs_debit": mark("Australian BECS Direct Debit"),
    "boleto": mark("Boleto"),
    "cashapp": mark("Cash App Pay"),
    "amazon_pay": mark("Amazon Pay"),
    "link": mark("Link"),
}
WALLETS = {"apple_pay": "Apple Pay", "google_pay": "Google Pay"}


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate in plain words."""

    reference: str
    iban: str
    holder: str
    creditor: str
    signed: str
    last_used: str
    next_collection: str
    lapses: str
    text_version: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One way to pay."""

    icon: str
    label: str
    remark: str
    pays: str
    """What is collected with it whichever is the default, "" for nothing."""
    is_default: bool
    badge: Badge
    mandate: MandateLine | None
    choose: str
    """Where it is chosen for all or for something, "" where that is not offered."""
    change_iban: str
    """Where another account is given, and from where it can be replaced, "" where that is not offered."""
    replace: str
    """Where another one takes its place, "" where that is not offered, or is offered there."""
    remove: str
    """Where it is removed, "" where that is not offered."""


@dataclass(frozen=True, slots=True)
class PaymentMethodsPage:
    """All of them."""

    methods: tuple[MethodLine, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class AddPage:
    """Before one of the `kinds` is added; `sent_to` has got a code, "" when nobody has. It may take another's
    place: `replaces` is its id, `label` its name.
    """

    sent_to: str
    problems: Problems
    replaces: str
    label: str
    kinds: tuple[str, ...]


def kinds_to_add(kinds: Iterable[MethodKind], reader: Reader) -> tuple[str, ...]:
    """By their names, with the wallets from which one may come."""
    return tuple(_kind(kind, reader) for kind in kinds)


def _kind(kind: MethodKind, reader: Reader) -> str:
    name = reader.say(KINDS.get(kind.kind, kind.kind))
    wallets = ", ".join(WALLETS.get(wallet, wallet) for wallet in kind.wallets)
    return reader.say("{kind}, also by {wallets}", kind=name, wallets=wallets) if wallets else name


def payment_methods_page(
    methods: tuple[PaymentMethod, ...],
    reader: Reader,
    *,
    may_add: bool,
    may_remove: bool,
) -> PaymentMethodsPage:
    """The default one first; who may add one may choose among those that can be charged here."""
    ordered = sorted(methods, key=lambda method: not method.is_default)
    single_ones = any(method.chosen_for for method in methods)
    lines = (
        _method(
            method,
            reader,
            may_add=may_add,
            may_choose=may_add and (single_ones or not method.is_default),
            may_remove=may_remove,
        )
        for method in ordered
    )
    return PaymentMethodsPage(tuple(lines), may_add)


def _method(
    method: PaymentMethod, reader: Reader, *, may_add: bool, may_choose: bool, may_remove: bool
) -> MethodLine:
    names = ", ".join(each.name for each in method.chosen_for)
    changes_iban = may_add and may_change_iban(method)
    is_choice = may_choose and method.chargeable and method.status == "active"
    return MethodLine(
        icon="bank" if method.kind == "sepa_debit" else "payment",
        label=method.label,
        remark=_remark(method, reader),
        pays=reader.say("Pays for {names}", names=names) if names else "",
        is_default=method.is_default,
        badge=status.badge(status.METHOD, method.status, reader),
        mandate=_mandate(method.mandate, reader) if method.mandate else None,
        choose=f"/payment-methods/{method.id}/default" if is_choice else "",
        change_iban=f"/payment-methods/{method.id}/iban" if changes_iban else "",
        replace=f"/payment-methods/add?replaces={method.id}" if may_add and not changes_iban else "",
        remove=f"/payment-methods/{method.id}/remove" if may_remove else "",
    )


def _remark(method: PaymentMethod, reader: Reader) -> str:
    kind = reader.say(KINDS.get(method.kind, method.kind))
    if method.expires_on is None:
        return kind
    until = f"{method.expires_on.month:02}/{method.expires_on.year}"
    return reader.say("{kind}, valid until {month}", kind=kind, month=until)


def _collection(collection: Collection, reader: Reader) -> str:
    amount, day = reader.money(collection.amount), reader.day(collection.collects_at)
    return reader.say("{amount} on {day}", amount=amount, day=day)


def _mandate(mandate: Mandate, reader: Reader) -> MandateLine:
    return MandateLine(
        reference=mandate.reference,
        iban=mandate.iban_masked,
        holder=mandate.holder,
        creditor=mandate.creditor_identifier or "",
        signed=reader.day(mandate.signed_at) if mandate.signed_at else "",
        last_used=reader.day(mandate.last_used_at) if mandate.last_used_at else "",
        next_collection=_collection(mandate.next_collection, reader) if mandate.next_collection else "",
        lapses=reader.day(mandate.lapses_at) if mandate.lapses_at and mandate.status == "active" else "",
        text_version=mandate.text_version or "",
        badge=status.badge(status.MANDATE, mandate.status, reader),
    )
