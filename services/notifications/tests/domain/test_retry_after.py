"""Retry-After as servers write it."""

from datetime import UTC, datetime, timedelta

import pytest
from foyer_notifications.domain.retry_after import asked_to_wait

REAL = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
A_DAY = REAL + timedelta(days=1)


@pytest.mark.parametrize(
    ("header", "until"),
    [
        ("120", REAL + timedelta(minutes=2)),
        ("86400", A_DAY),
        ("86401", A_DAY),
        ("9" * 400, A_DAY),
        ("Tue, 10 Mar 2026 10:00:00 GMT", REAL + timedelta(minutes=30)),
        ("Tue, 10 Mar 2026 10:00:00 -0000", REAL + timedelta(minutes=30)),
        ("Fri, 13 Mar 2026 10:00:00 GMT", A_DAY),
        ("Tue, 10 Mar 2026 09:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("\u0663", None),
        ("later", None),
        ("Tue, 10 Mar 2026 25:00:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_it_is_seconds_or_a_date_and_a_day_at_most(header: str | None, until: datetime | None) -> None:
    assert asked_to_wait(503, header, REAL) == until
    assert asked_to_wait(429, header, REAL) == until


@pytest.mark.parametrize("status", [None, 200, 301, 400, 410, 500, 502])
def test_other_answers_are_not_asked_with(status: int | None) -> None:
    assert asked_to_wait(status, "120", REAL) is None
