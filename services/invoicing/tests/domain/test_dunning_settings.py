"""What a business can want of dunning."""

from dataclasses import replace
from typing import Any

import pytest
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING, DunningSettings, check_dunning_settings
from foyer_shared.basics.errors import Invalid


def test_what_is_usual() -> None:
    usual = DunningSettings(due_days=14, remind_before_days=3, remind_after_days=7, retry_days=(1, 3, 7))
    assert usual == USUAL_DUNNING


@pytest.mark.parametrize(
    "wanted",
    [
        {"due_days": 0},
        {"due_days": 365},
        {"remind_before_days": None, "remind_after_days": None},
        {"remind_before_days": 1, "remind_after_days": 90},
        {"retry_days": ()},
        {"retry_days": (1, 2, 3, 4, 5, 6, 7, 60)},
    ],
)
def test_what_fits(wanted: dict[str, Any]) -> None:
    check_dunning_settings(replace(USUAL_DUNNING, **wanted))


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ({"due_days": -1}, "due_days_out_of_range", "due_days"),
        ({"due_days": 366}, "due_days_out_of_range", "due_days"),
        ({"remind_before_days": 0}, "reminder_days_out_of_range", "remind_before_days"),
        ({"remind_before_days": 91}, "reminder_days_out_of_range", "remind_before_days"),
        ({"remind_after_days": 0}, "reminder_days_out_of_range", "remind_after_days"),
        ({"retry_days": (3, 1)}, "retry_days_not_ascending", "retry_days"),
        ({"retry_days": (1, 1)}, "retry_days_not_ascending", "retry_days"),
        ({"retry_days": (0, 1)}, "retry_days_not_ascending", "retry_days"),
        ({"retry_days": (1, 61)}, "retry_days_not_ascending", "retry_days"),
        ({"retry_days": (1, 2, 3, 4, 5, 6, 7, 8, 9)}, "retry_days_not_ascending", "retry_days"),
    ],
)
def test_what_is_refused(wanted: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_dunning_settings(replace(USUAL_DUNNING, **wanted))
    assert (refused.value.code, refused.value.field) == (code, field)
