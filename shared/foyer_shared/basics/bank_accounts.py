"""A bank account that a business is paid on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Of a seller, never of a customer: it is public, as it stands on each of its invoices."""

    iban: str
    """Without blanks."""
    bic: str | None = None
    holder: str | None = None
    """Whose name the bank knows it by; None for the seller's own."""


def in_fours(iban: str) -> str:
    """As people read an IBAN and type it: `NL91 ABNA 0417 1643 00`."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
