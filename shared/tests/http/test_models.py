"""Moments in what comes in and goes out."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from foyer_shared.http.models import Answer, Body, Moment
from pydantic import ValidationError


class _Reminder(Body):
    at: Moment


class _Reminded(Answer):
    at: Moment


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("2026-11-22T10:00:00+01:00", datetime(2026, 11, 22, 9, tzinfo=UTC)),
        ("2000-01-01T00:00:00Z", datetime(2000, 1, 1, tzinfo=UTC)),
        ("2200-01-01T00:59:59+01:00", datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_comes_out_in_utc(sent: str, moment: datetime) -> None:
    at = _Reminder.model_validate({"at": sent}).at
    assert (at, at.utcoffset()) == (moment, timedelta())


@pytest.mark.parametrize(
    "sent",
    [
        "1999-12-31T23:59:59Z",
        "2000-01-01T00:59:59+01:00",
        "2200-01-01T00:00:00Z",
        "0001-01-01T00:30:00+02:00",
        "9999-12-31T23:30:00-02:00",
        253402300799,
    ],
)
def test_a_moment_of_another_age_is_refused(sent: str | int) -> None:
    with pytest.raises(ValidationError) as refused:
        _Reminder.model_validate({"at": sent})
    (error,) = refused.value.errors()
    assert (error["loc"], error["msg"]) == (
        ("at",),
        "Value error, Give a moment in the years 2000 to 2199.",
    )


def test_a_moment_of_ours_is_answered_as_long_as_the_calendar_has_it() -> None:
    far = datetime(2391, 3, 10, 11, tzinfo=timezone(timedelta(hours=1)))
    assert _Reminded(at=far).model_dump_json() == '{"at":"2391-03-10T10:00:00Z"}'
    with pytest.raises(ValidationError, match="outside the calendar"):
        _Reminded(at=datetime(9999, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-2))))
