"""The kinds of payment methods: a table, so that a kind is a row and not a code path."""

from dataclasses import dataclass
from enum import StrEnum

from foyer_payments.domain.errors import KindNotForCurrency, MadeByProvider, MandateNeeded, UnknownMethodKind


class MadeBy(StrEnum):
    """What a method of a kind comes from."""

    DETAILS = "details"
    MANDATE = "mandate"
    PROVIDER = "provider"
    """The customer adds it, or pays by it, on the provider's page."""


@dataclass(frozen=True, slots=True)
class MethodKind:
    """A row of the table; `currencies` are those that it pays in, None for any."""

    name: str
    label: str
    made_by: MadeBy
    currencies: frozenset[str] | None = None


_EURO = frozenset({"EUR"})
_PAYPAL = frozenset(
    {"AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "NOK", "NZD", "PLN", "SEK", "SGD", "USD"}
)
"""What both real providers take by PayPal."""

CARD = MethodKind("card", "Card", MadeBy.DETAILS)
SEPA_DEBIT = MethodKind("sepa_debit", "SEPA", MadeBy.MANDATE, _EURO)
IDEAL = MethodKind("ideal", "iDEAL", MadeBy.PROVIDER, _EURO)
BANCONTACT = MethodKind("bancontact", "Bancontact", MadeBy.PROVIDER, _EURO)
PAYPAL = MethodKind("paypal", "PayPal", MadeBy.PROVIDER, _PAYPAL)

KINDS = {kind.name: kind for kind in (CARD, SEPA_DEBIT, IDEAL, BANCONTACT, PAYPAL)}


def kinds_to_offer(name: str | None, currency: str) -> tuple[str, ...]:
    """The kind of that name, or all that can pay in the currency, in the order of the table.

    Raises UnknownMethodKind, and KindNotForCurrency.
    """
    fit = tuple(
        kind.name for kind in KINDS.values() if kind.currencies is None or currency in kind.currencies
    )
    if name is None:
        return fit
    if name not in KINDS:
        raise _unknown()
    if name not in fit:
        raise KindNotForCurrency(f"Nobody pays {currency} by {KINDS[name].label}.", field="kind")
    return (name,)


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


def _unknown() -> UnknownMethodKind:
    return UnknownMethodKind(f"The kinds are {', '.join(KINDS)}.", field="kind")
