"""When a stored part is fresh."""

from datetime import timedelta

import pytest
from foyer_portal_bff.domain.picture import Counters, KnownPart, StoredPart, is_fresh
from foyer_shared.testing.makers import NOW


@pytest.mark.parametrize(
    ("counters", "age", "fresh"),
    [
        (Counters(3, 1), timedelta(minutes=9, seconds=59), True),
        (Counters(3, 1), timedelta(minutes=10), False),
        (Counters(4, 1), timedelta(0), False),
        (Counters(3, 2), timedelta(0), False),
        (Counters(0, 0), timedelta(0), False),
    ],
    ids=["as it was", "too old", "the customer's moved", "the business's moved", "counters were truncated"],
)
def test_a_part_is_fresh_while_no_counter_has_moved(counters: Counters, age: timedelta, fresh: bool) -> None:
    stored = StoredPart({}, Counters(3, 1), NOW)
    assert is_fresh(KnownPart("support", counters, stored), NOW + age) is fresh


def test_what_was_never_asked_is_not_fresh() -> None:
    assert not is_fresh(KnownPart("support", Counters(), None), NOW)
