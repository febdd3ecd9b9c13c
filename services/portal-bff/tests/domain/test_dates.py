"""Moments as customers write them."""

from datetime import UTC, datetime

import pytest
from foyer_portal_bff.domain.dates import NotAMoment, moment_from

FAR_AWAY = [
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "1999-12-31",
    "2200-01-01",
]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01", datetime(2026, 11, 30, 23, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-12-01T09:00:00Z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00:00+01:00", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("2000-01-01", datetime(1999, 12, 31, 23, tzinfo=UTC)),
        ("2199-12-31T23:59:59-01:00", datetime(2200, 1, 1, 0, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_begins_where_the_business_is(text: str, moment: datetime) -> None:
    assert moment_from(text, zone="Europe/Amsterdam", field="resumes_at") == moment


@pytest.mark.parametrize("text", [*FAR_AWAY, "", "soon", "2026-13-01", "2026-12-01T09:00:00"])
def test_anything_else_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(NotAMoment) as refused:
        moment_from(text, zone="Europe/Amsterdam", field="resumes_at")
    assert refused.value.field == "resumes_at"
