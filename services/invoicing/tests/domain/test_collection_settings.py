"""What a business can want of collection cases and payment plans."""

from dataclasses import replace
from typing import Any

import pytest
from foyer_invoicing.domain.collection_settings import (
    USUAL_COLLECTION,
    CaseOpening,
    PlanRule,
    check_collection_settings,
)
from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money


def test_what_is_usual() -> None:
    assert USUAL_COLLECTION.opening is CaseOpening.OFF
    assert not USUAL_COLLECTION.plans_offered
    assert USUAL_COLLECTION.instalments == (2, 3, 6, 12)
    check_collection_settings(USUAL_COLLECTION)


@pytest.mark.parametrize(
    "wanted",
    [
        {"open_after_days": 1, "days_between_stages": None, "grace_days": 0},
        {"instalments": (2,), "plan_rule": PlanRule(Money(1, "EUR"), 12)},
    ],
)
def test_what_fits(wanted: dict[str, Any]) -> None:
    check_collection_settings(replace(USUAL_COLLECTION, **wanted))


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ({"open_after_days": 0}, "case_days_out_of_range", "open_after_days"),
        ({"days_between_stages": 91}, "case_days_out_of_range", "days_between_stages"),
        ({"grace_days": 31}, "case_days_out_of_range", "grace_days"),
        ({"instalments": ()}, "instalments_unknown", "instalments"),
        ({"instalments": (2, 4)}, "instalments_unknown", "instalments"),
        ({"plan_rule": PlanRule(Money(0, "EUR"), 2)}, "plan_rule_incomplete", "plan_rule"),
        ({"plan_rule": PlanRule(Money(1, "EUR"), 5)}, "plan_rule_incomplete", "plan_rule"),
    ],
)
def test_what_is_refused(wanted: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_collection_settings(replace(USUAL_COLLECTION, **wanted))
    assert (refused.value.code, refused.value.field) == (code, field)
