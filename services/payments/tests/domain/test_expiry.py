"""A card works until its month is over."""

from datetime import UTC, datetime

import pytest
from foyer_payments.domain.errors import ExpiryMalformed
from foyer_payments.domain.expiry import Expiry


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 4, 1, tzinfo=UTC), True),
        (datetime(2027, 1, 1, tzinfo=UTC), True),
        (datetime(2025, 12, 31, tzinfo=UTC), False),
    ],
)
def test_the_last_day_of_the_month_is_the_last_day(now: datetime, over: bool) -> None:
    assert Expiry(2026, 3).is_over(now) is over


@pytest.mark.parametrize(
    ("year", "month", "field"),
    [
        (2026, 0, "exp_month"),
        (2026, 13, "exp_month"),
        (26, 3, "exp_year"),
        (1999, 3, "exp_year"),
        (2100, 3, "exp_year"),
    ],
)
def test_what_no_card_has_on_it(year: int, month: int, field: str) -> None:
    with pytest.raises(ExpiryMalformed) as refused:
        Expiry(year, month)

    assert refused.value.field == field
