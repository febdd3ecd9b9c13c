"""Until when documents are kept."""

from datetime import date

import pytest
from foyer_invoicing.domain.retention import kept_until


@pytest.mark.parametrize(
    ("country", "last"),
    [
        ("NL", date(2033, 12, 31)),
        ("DE", date(2034, 12, 31)),
        ("FR", date(2036, 12, 31)),
        ("US", date(2036, 12, 31)),
    ],
)
def test_years_run_from_the_end_of_the_year(country: str, last: date) -> None:
    assert [kept_until(day, country) for day in (date(2026, 1, 1), date(2026, 12, 31))] == [last, last]
