"""The kinds of payment methods: a table, so that a kind is a row and not a code path."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from foyer_shared.basics.errors import Invalid

from foyer_payments.domain.errors import (
    KindNeedsNoApproval,
    KindNotApproved,
    KindNotForCountry,
    KindNotForCurrency,
    KindNotForCustomer,
    KindNotKept,
    MadeByProvider,
    MandateNeeded,
    UnknownMethodKind,
)


class MadeBy(StrEnum):
    """What a method of a kind comes from."""

    DETAILS = "details"
    MANDATE = "mandate"
    PROVIDER = "provider"
    """The customer adds it, or pays by it, on the provider's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodKind:
    """A row of the table. Of currencies and countries, None stands for any."""

    name: str
    label: str
    made_by: MadeBy
    currencies: frozenset[str] | None = None
    customers: frozenset[str] | None = None
    """The countries of those who pay with it."""
    businesses: frozenset[str] | None = None
    """The countries of the businesses that may take it."""
    wallets: frozenset[str] = frozenset()
    """From which it may come."""
    needs_approval: bool = False
    """The provider has to agree before a business may take it."""
    can_be_saved: bool = True
    """It can be added for later; where it cannot be charged off-session itself, as a direct debit."""
    redirects: bool = False
    """The customer leaves the provider's page, for a bank's or a wallet's."""
    settles_later: bool = False
    """Days go by until the provider knows whether there is money."""
    off_session: bool = True
    """It can be charged while its customer is away."""
    refund_days: int | None = None
    """So long after the payment money goes back: 0 never, None without an end that a provider states."""


def _set(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


_EURO = _set("EUR")
_EEA = _set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")
_EUROPE = _EEA | _set("CH GB")
_SEPA = _EUROPE | _set("AD AL MC MD ME MK RS SM VA")

CARD = MethodKind(
    name="card", label="Card", made_by=MadeBy.DETAILS, wallets=frozenset({"apple_pay", "google_pay"})
)
SEPA_DEBIT = MethodKind(
    name="sepa_debit",
    label="SEPA",
    made_by=MadeBy.MANDATE,
    currencies=_EURO,
    customers=_SEPA,
    settles_later=True,
    refund_days=180,
)
IDEAL = MethodKind(
    name="ideal",
    label="iDEAL",
    made_by=MadeBy.PROVIDER,
    currencies=_EURO,
    customers=_set("NL"),
    businesses=_EUROPE,
    redirects=True,
    off_session=False,
    refund_days=180,
)
BANCONTACT = MethodKind(
    name="bancontact",
    label="Bancontact",
    made_by=MadeBy.PROVIDER,
    currencies=_EURO,
    customers=_set("BE"),
    businesses=_EUROPE,
    redirects=True,
    off_session=False,
    refund_days=180,
)
PAYPAL = MethodKind(
    name="paypal",
    label="PayPal",
    made_by=MadeBy.PROVIDER,
    currencies=_set("AUD CAD CHF CZK DKK EUR GBP HKD NOK NZD PLN SEK SGD USD"),
    businesses=_EUROPE,
    needs_approval=True,
    redirects=True,
    refund_days=180,
)
US_BANK_ACCOUNT = MethodKind(
    name="us_bank_account",
    label="ACH",
    made_by=MadeBy.PROVIDER,
    currencies=_set("USD"),
    customers=_set("US"),
    businesses=_set("US"),
    settles_later=True,
    refund_days=90,
)
ACSS_DEBIT = MethodKind(
    name="acss_debit",
    label="PAD",
    made_by=MadeBy.PROVIDER,
    currencies=_set("CAD USD"),
    customers=_set("CA"),
    businesses=_set("CA US"),
    needs_approval=True,
    settles_later=True,
    refund_days=180,
)
BACS_DEBIT = MethodKind(
    name="bacs_debit",
    label="Bacs",
    made_by=MadeBy.PROVIDER,
    currencies=_set("GBP"),
    customers=_set("GB"),
    businesses=_EEA - _set("IS") | _set("AU CA GB SG US"),
    needs_approval=True,
    settles_later=True,
    refund_days=180,
)
AU_BECS_DEBIT = MethodKind(
    name="au_becs_debit",
    label="BECS",
    made_by=MadeBy.PROVIDER,
    currencies=_set("AUD"),
    customers=_set("AU"),
    businesses=_set("AU"),
    needs_approval=True,
    settles_later=True,
    refund_days=90,
)
BOLETO = MethodKind(
    name="boleto",
    label="Boleto",
    made_by=MadeBy.PROVIDER,
    currencies=_set("BRL"),
    customers=_set("BR"),
    businesses=_set("BR"),
    can_be_saved=False,
    settles_later=True,
    off_session=False,
    refund_days=0,
)
CASHAPP = MethodKind(
    name="cashapp",
    label="Cash App",
    made_by=MadeBy.PROVIDER,
    currencies=_set("USD"),
    customers=_set("US"),
    businesses=_set("US"),
    redirects=True,
    refund_days=90,
)
AMAZON_PAY = MethodKind(
    name="amazon_pay",
    label="Amazon Pay",
    made_by=MadeBy.PROVIDER,
    currencies=_set("AUD CHF DKK EUR GBP HKD JPY NOK NZD SEK USD ZAR"),
    businesses=_set("AT BE CH CY DE DK ES FR GB HU IE IT LU NL PT SE US"),
    redirects=True,
    refund_days=180,
)
LINK = MethodKind(name="link", label="Link", made_by=MadeBy.PROVIDER)

KINDS = {
    kind.name: kind
    for kind in (
        *(CARD, SEPA_DEBIT, IDEAL, BANCONTACT, PAYPAL, US_BANK_ACCOUNT, ACSS_DEBIT),
        *(BACS_DEBIT, AU_BECS_DEBIT, BOLETO, CASHAPP, AMAZON_PAY, LINK),
    )
}
"""As Stripe's and Mollie's documentation has them, the narrower where both take one; PayPal's own gives back
within 180 days. What is true of one account, its provider's page knows.
"""


TO_APPROVE = frozenset(kind.name for kind in KINDS.values() if kind.needs_approval)


@dataclass(frozen=True, slots=True)
class Deal:
    """Between whom money moves, and in which currency. A country of None is not known yet; `approved` are the
    kinds that the provider has agreed to, of those that need it.
    """

    currency: str
    business_in: str | None
    customer_in: str | None
    approved: frozenset[str]


def kinds_to_offer(name: str | None, deal: Deal, *, to_keep: bool = False) -> tuple[str, ...]:
    """The kind of that name, or all by which the customer can pay the business, in the order of the table;
    `to_keep` only what can be added for later.

    Raises UnknownMethodKind, KindNotForCurrency, KindNotForCountry, KindNotForCustomer, KindNotApproved, and
    KindNotKept.
    """
    if name is None:
        return tuple(kind.name for kind in KINDS.values() if _why_not(kind, deal, to_keep=to_keep) is None)
    if name not in KINDS:
        raise _unknown()
    refusal = _why_not(KINDS[name], deal, to_keep=to_keep)
    if refusal is not None:
        raise refusal
    return (name,)


def check_approved(names: Iterable[str]) -> tuple[str, ...]:
    """What a provider is said to have agreed to, in the order of the table; raises UnknownMethodKind and
    KindNeedsNoApproval.
    """
    named = set(names)
    if named - KINDS.keys():
        raise _unknown(field="kinds")
    if named - TO_APPROVE:
        approvable = ", ".join(sorted(TO_APPROVE))
        raise KindNeedsNoApproval(f"The kinds that need approval are {approvable}.", field="kinds")
    return tuple(name for name in KINDS if name in named)


def _why_not(kind: MethodKind, deal: Deal, *, to_keep: bool) -> Invalid | None:
    if kind.currencies is not None and deal.currency not in kind.currencies:
        return KindNotForCurrency(f"Nobody pays {deal.currency} by {kind.label}.", field="kind")
    if not _is_in(deal.business_in, kind.businesses):
        return KindNotForCountry(f"No business in {deal.business_in} takes {kind.label}.", field="kind")
    if not _is_in(deal.customer_in, kind.customers):
        return KindNotForCustomer(f"Nobody in {deal.customer_in} pays by {kind.label}.", field="kind")
    if kind.needs_approval and kind.name not in deal.approved:
        return KindNotApproved(f"The provider has not agreed to {kind.label} yet.", field="kind")
    if to_keep and not kind.can_be_saved:
        return KindNotKept(f"{kind.label} pays once and cannot be added for later.", field="kind")
    return None


def _is_in(country: str | None, countries: frozenset[str] | None) -> bool:
    return countries is None or country is None or country in countries


def kind_made_by_details(name: str) -> MethodKind:
    """The kind of that name, for a method that is given by its details.

    Raises UnknownMethodKind, MandateNeeded for a kind that needs a signature, and MadeByProvider for one that
    its customer adds.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise _unknown()
    if kind.made_by is MadeBy.MANDATE:
        raise MandateNeeded("Record the signed mandate; it makes the payment method.", field="kind")
    if kind.made_by is MadeBy.PROVIDER:
        raise MadeByProvider("The customer adds it on the provider's page.", field="kind")
    return kind


def _unknown(field: str = "kind") -> UnknownMethodKind:
    return UnknownMethodKind(f"The kinds are {', '.join(KINDS)}.", field=field)
