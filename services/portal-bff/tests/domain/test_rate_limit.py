"""How often somebody may call, and how long they wait."""

from datetime import timedelta

import pytest
from foyer_portal_bff.domain.rate_limit import Counted, Rate, seconds_to_wait
from foyer_shared.testing.makers import NOW

RATE = Rate("tests", 3, timedelta(minutes=1))


@pytest.mark.parametrize(
    ("calls", "seconds_ago", "wait"),
    [(1, 0, 0), (3, 0, 0), (4, 0, 60), (4, 18.5, 42), (9, 59.9, 1), (4, -0.5, 60)],
)
def test_one_too_many_waits_for_the_end_of_the_window(calls: int, seconds_ago: float, wait: int) -> None:
    counted = Counted(calls, NOW - timedelta(seconds=seconds_ago))
    assert seconds_to_wait(RATE, counted, NOW) == wait


def test_who_it_is_is_kept_as_a_hash() -> None:
    bucket = RATE.bucket("biz_1", "NW-SECRET")
    assert bucket.startswith("tests:")
    assert "SECRET" not in bucket
    assert bucket != RATE.bucket("biz_1", "NW-OTHER")
    assert bucket != RATE.bucket("biz_1\nNW-SECRET")
