"""The stages of a collection case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from foyer_invoicing.domain.collection_case import (
    CaseStatus,
    CollectionCase,
    HoldReason,
    Outcome,
    Stage,
    advance,
    fee_of,
    goes_on,
    hold,
    release,
    settle_case,
    stages_of,
)
from foyer_invoicing.domain.collection_fee import CollectionFee
from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

TODAY = date(2026, 3, 10)
FEE = CollectionFee(Money(4000, "EUR"), 14)

ACase = Callable[..., CollectionCase]


@pytest.fixture
def a_case() -> ACase:
    """Makes a case that was opened today, with any field changed."""

    def make(**changes: Any) -> CollectionCase:
        case = CollectionCase(
            id="case_1",
            business_id=NORTHWIND,
            customer_id=ADA,
            number="NW-C-1001",
            invoice_id="inv_1",
            opened_at=NOW,
            stage_on=TODAY,
            next_on=date(2026, 3, 17),
        )
        return replace(case, **changes)

    return make


def test_it_goes_through_its_stages_and_then_to_others(a_case: ACase) -> None:
    case, seen, day = a_case(), [], TODAY
    while not case.external_at:
        case = advance(case, FEE, today=day, days=7, now=NOW)
        seen.append((case.stage, case.next_on, case.pay_by))
        day = case.next_on or day
    assert seen == [
        (Stage.FORMAL_NOTICE, date(2026, 3, 25), date(2026, 3, 24)),
        (Stage.FEES_ADDED, date(2026, 4, 1), date(2026, 3, 24)),
        (Stage.FINAL_WARNING, None, date(2026, 3, 24)),
        (Stage.FINAL_WARNING, None, date(2026, 3, 24)),
    ]
    assert (case.named_fee, case.notice_on, case.version) == (FEE.amount, TODAY, 5)


def test_without_costs_that_stage_is_left_out(a_case: ACase) -> None:
    case = a_case()
    assert stages_of(case, None) == (Stage.FRIENDLY_REMINDER, Stage.FORMAL_NOTICE, Stage.FINAL_WARNING)
    notice = advance(case, None, today=TODAY, days=7, now=NOW)
    assert (notice.pay_by, notice.named_fee, notice.next_on) == (None, None, date(2026, 3, 17))
    assert advance(notice, None, today=TODAY, days=7, now=NOW).stage is Stage.FINAL_WARNING


def test_no_costs_while_the_notice_runs(a_case: ACase) -> None:
    notice = a_case(
        stage=Stage.FORMAL_NOTICE, notice_on=TODAY, pay_by=date(2026, 3, 24), named_fee=FEE.amount
    )
    with pytest.raises(Conflict) as refused:
        advance(notice, FEE, today=date(2026, 3, 24), days=7, now=NOW)
    assert refused.value.code == "notice_still_runs"
    assert advance(notice, FEE, today=date(2026, 3, 25), days=7, now=NOW).stage is Stage.FEES_ADDED


def test_never_more_than_the_notice_named(a_case: ACase) -> None:
    more, less = CollectionFee(Money(9000, "EUR"), 14), CollectionFee(Money(3000, "EUR"), 14)
    notice = a_case(notice_on=TODAY, named_fee=FEE.amount)
    assert fee_of(notice, more) == FEE
    assert fee_of(notice, less) == less
    assert fee_of(a_case(notice_on=TODAY), more) is None
    assert fee_of(a_case(), more) == more
    assert fee_of(notice, None) is None


def test_staff_alone_take_it_on_where_the_business_wants_that(a_case: ACase) -> None:
    assert advance(a_case(), FEE, today=TODAY, days=None, now=NOW).next_on is None
    held = a_case(held_at=NOW, hold_reason=HoldReason.DISPUTE)
    assert release(held, today=TODAY, days=None).next_on is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"settled_at": NOW}, "case_settled"),
        ({"held_at": NOW}, "case_on_hold"),
        ({"external_at": NOW}, "case_with_external"),
    ],
)
def test_what_cannot_go_on(a_case: ACase, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        advance(a_case(**changes), FEE, today=TODAY, days=7, now=NOW)
    assert refused.value.code == code


def test_after_a_hold_the_stage_has_its_days_anew_and_the_notice_is_kept(a_case: ACase) -> None:
    case = a_case(stage=Stage.FORMAL_NOTICE, pay_by=date(2026, 3, 24), next_on=date(2026, 3, 25))
    held = hold(case, HoldReason.DISPUTE, now=NOW)
    assert (held.held_at, held.hold_reason) == (NOW, HoldReason.DISPUTE)
    assert not goes_on(held, today=date(2026, 4, 1))
    early = release(held, today=date(2026, 3, 12), days=7)
    assert (early.held_at, early.hold_reason, early.next_on) == (None, None, date(2026, 3, 25))
    late = release(held, today=date(2026, 5, 1), days=7)
    assert late.next_on == date(2026, 5, 8)
    assert goes_on(late, today=date(2026, 5, 8))
    assert not goes_on(late, today=date(2026, 5, 7))


@pytest.mark.parametrize(
    ("changes", "code"), [({"held_at": NOW}, "case_on_hold"), ({"settled_at": NOW}, "case_settled")]
)
def test_what_cannot_be_held(a_case: ACase, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        hold(a_case(**changes), HoldReason.OTHER, now=NOW)
    assert refused.value.code == code


def test_what_is_not_held_cannot_be_released(a_case: ACase) -> None:
    with pytest.raises(Conflict) as refused:
        release(a_case(), today=TODAY, days=7)
    assert refused.value.code == "case_not_on_hold"


def test_it_is_settled_once(a_case: ACase) -> None:
    settled = settle_case(a_case(held_at=NOW), Outcome.PARTIAL, now=NOW)
    assert (settled.status, settled.outcome, settled.next_on, settled.held_at) == (
        CaseStatus.SETTLED,
        Outcome.PARTIAL,
        None,
        None,
    )
    with pytest.raises(Conflict) as refused:
        settle_case(settled, Outcome.PAID, now=NOW)
    assert refused.value.code == "case_settled"
