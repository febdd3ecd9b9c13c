"""Moments as customers write them."""

from datetime import UTC, datetime

import pytest
from foyer_portal_bff.domain.dates import NotAMoment, moment_from


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01", datetime(2026, 11, 30, 23, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-12-01T09:00:00Z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00:00+01:00", datetime(2026, 12, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_day_begins_where_the_business_is(text: str, moment: datetime) -> None:
    assert moment_from(text, zone="Europe/Amsterdam", field="resumes_at") == moment


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-12-01T09:00:00"])
def test_anything_else_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(NotAMoment) as refused:
        moment_from(text, zone="Europe/Amsterdam", field="resumes_at")
    assert refused.value.field == "resumes_at"
