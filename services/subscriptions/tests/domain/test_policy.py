"""Self-service policies: defaults, limits, and what binds a subscription of several products."""

from typing import Any

import pytest
from foyer_subscriptions.domain.errors import PolicyOutOfRange
from foyer_subscriptions.domain.policy import (
    CancellationMode,
    NoticePolicy,
    PauseTiming,
    PauseUnused,
    PlanChangeTiming,
    Proration,
    SelfServicePolicy,
    TrialChange,
    strictest,
)


def test_the_defaults_are_those_of_a_new_product() -> None:
    assert SelfServicePolicy() == SelfServicePolicy(
        allow_self_management=True,
        allow_pause=True,
        allow_cancel=True,
        allow_upgrade=False,
        allow_downgrade=False,
        allow_cycle_change=False,
        allow_quantity_change=False,
        allow_reactivate=True,
        allow_promotion_codes=False,
        cancellation_mode=CancellationMode.REQUEST,
        notice_policy=NoticePolicy.NOTICE_OR_PERIOD_END_LATER,
        notice_days=30,
        pause_min_days=1,
        pause_max_months=3,
        pauses_per_year=None,
        pause_timing=PauseTiming.NOW,
        plan_change_timing=PlanChangeTiming.UPGRADE_NOW_DOWNGRADE_LATER,
        proration=Proration.PRORATE,
        trial_change=TrialChange.END_TRIAL,
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("notice_days", -1),
        ("notice_days", 366),
        ("pause_min_days", 0),
        ("pause_min_days", 29),
        ("pause_max_months", 0),
        ("pause_max_months", 25),
        ("pauses_per_year", 0),
    ],
)
def test_a_limit_outside_its_range_is_refused(setting: str, value: int) -> None:
    settings: dict[str, Any] = {setting: value}
    with pytest.raises(PolicyOutOfRange) as refused:
        SelfServicePolicy(**settings)
    assert refused.value.field == f"self_service.{setting}"


@pytest.mark.parametrize(
    ("allow_self_management", "allow_pause", "offered"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_pause_is_offered_when_both_toggles_are_on(
    allow_self_management: bool, allow_pause: bool, offered: bool
) -> None:
    policy = SelfServicePolicy(allow_self_management=allow_self_management, allow_pause=allow_pause)
    assert policy.offers_pause is offered


def test_of_several_products_the_strictest_binds() -> None:
    generous = SelfServicePolicy(
        pause_max_months=12,
        notice_days=0,
        pause_unused=PauseUnused.CREDIT,
        allow_promotion_codes=True,
        proration=Proration.RESET,
    )
    strict = SelfServicePolicy(
        allow_pause=False,
        pause_min_days=7,
        pause_max_months=1,
        pauses_per_year=2,
        pause_timing=PauseTiming.PERIOD_END,
    )
    both = strictest([generous, strict])
    assert (both.allow_pause, both.allow_cancel) == (False, True)
    assert (both.pause_min_days, both.pause_max_months, both.pauses_per_year) == (7, 1, 2)
    assert (both.pause_timing, both.notice_days) == (PauseTiming.PERIOD_END, 30)
    # What is credited is credited by all of them, or by none.
    assert both.pause_unused is PauseUnused.SHIFT
    assert strictest([generous, generous]).pause_unused is PauseUnused.CREDIT
    assert (both.allow_promotion_codes, both.proration) == (False, Proration.RESET)


def test_nine_other_products_are_offered_at_most() -> None:
    assert len(SelfServicePolicy(plan_products=tuple("abcdefghi")).plan_products or ()) == 9
    with pytest.raises(PolicyOutOfRange) as refused:
        SelfServicePolicy(plan_products=tuple("abcdefghij"))
    assert refused.value.field == "self_service.plan_products"
