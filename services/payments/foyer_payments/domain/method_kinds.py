"""The kinds of payment methods: a table, so that a kind is a row and not a code path."""

from dataclasses import dataclass
from enum import StrEnum

from foyer_payments.domain.errors import MandateNeeded, UnknownMethodKind


class MadeBy(StrEnum):
    """What a method of a kind comes from."""

    DETAILS = "details"
    MANDATE = "mandate"


@dataclass(frozen=True, slots=True)
class MethodKind:
    """A row of the table."""

    name: str
    made_by: MadeBy


CARD = MethodKind("card", MadeBy.DETAILS)
SEPA_DEBIT = MethodKind("sepa_debit", MadeBy.MANDATE)

KINDS = {kind.name: kind for kind in (CARD, SEPA_DEBIT)}


def kind_made_by_details(name: str) -> MethodKind:
    """The kind of that name, for a method that is given by its details.

    Raises UnknownMethodKind, and MandateNeeded for a kind that needs a signature.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise UnknownMethodKind(f"The kinds are {', '.join(KINDS)}.", field="kind")
    if kind.made_by is MadeBy.MANDATE:
        raise MandateNeeded("Record the signed mandate; it makes the payment method.", field="kind")
    return kind
