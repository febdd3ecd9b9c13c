"""The numbers of documents: which series there are, where each begins, how its numbers are written."""

from dataclasses import dataclass

_NO_YEAR = 0


@dataclass(frozen=True, slots=True)
class Series:
    """A run of numbers of one business without a gap; a series of a year begins anew with the next."""

    name: str
    year: int
    first: int


def invoice_series(year: int) -> Series:
    """Invoices of one year of the business's own calendar."""
    return Series("invoice", year, first=1)


def credit_note_series(year: int) -> Series:
    """Credit notes of one year."""
    return Series("credit_note", year, first=1)


def receipt_series(year: int) -> Series:
    """Receipts of one year."""
    return Series("receipt", year, first=1)


ORDER_SERIES = Series("order", _NO_YEAR, first=1001)


COLLECTION_CASE_SERIES = Series("collection_case", _NO_YEAR, first=1001)


def collection_case_number(prefix: str, drawn: int) -> str:
    """As `NW-C-1001`."""
    return f"{prefix}-C-{drawn}"


def invoice_number(prefix: str, year: int, drawn: int) -> str:
    """As `NW-2026-00042`."""
    return f"{prefix}-{year}-{drawn:05}"


def credit_note_number(prefix: str, year: int, drawn: int) -> str:
    """As `NW-CN-2026-00007`."""
    return f"{prefix}-CN-{year}-{drawn:05}"


def receipt_number(prefix: str, year: int, drawn: int) -> str:
    """As `NW-R-2026-00007`."""
    return f"{prefix}-R-{year}-{drawn:05}"


def order_number(prefix: str, drawn: int) -> str:
    """As `NW-O-1007`."""
    return f"{prefix}-O-{drawn}"
