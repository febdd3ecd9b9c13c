"""How long the law wants the documents of a business kept (rules.md)."""

from datetime import date

LEGAL_YEARS = {"DE": 8, "FR": 10, "NL": 7}
"""Years after the one in which a document was issued, by the business's country."""

OTHER_YEARS = 10
"""Where the term is not known here: no country of the European Union asks for more."""


def kept_until(issued_on: date, country: str) -> date:
    """The last day on which it must be there: terms run from the end of a year."""
    return date(issued_on.year + LEGAL_YEARS.get(country, OTHER_YEARS), 12, 31)
