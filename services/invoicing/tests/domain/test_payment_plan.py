"""Instalments, and what becomes of a plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from foyer_invoicing.domain.collection_settings import ALL_INSTALMENTS
from foyer_invoicing.domain.payment_plan import (
    PaymentPlan,
    PlanStatus,
    decline,
    due_now,
    go_on,
    left_of,
    make_instalments,
    missed,
    months_after,
    paid_instalments,
    start,
)
from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 3, 10)

APlan = Callable[..., PaymentPlan]


@pytest.fixture
def a_plan() -> APlan:
    """Makes a running plan over €100.00 in three instalments from today on, with any field changed."""

    def make(**changes: Any) -> PaymentPlan:
        plan = PaymentPlan(
            id="plan_1",
            business_id=NORTHWIND,
            customer_id=ADA,
            case_id="case_1",
            invoice_id="inv_1",
            instalments=make_instalments(Money(10_000, "EUR"), 3, begins_on=TODAY),
            requested_at=NOW,
            status=PlanStatus.RUNNING,
            next_on=date(2026, 3, 17),
        )
        return replace(plan, **changes)

    return make


def test_the_last_one_takes_the_rounding() -> None:
    instalments = make_instalments(Money(10_000, "EUR"), 3, begins_on=TODAY)
    assert [(each.number, each.due_on, each.amount.amount) for each in instalments] == [
        (1, date(2026, 3, 17), 3333),
        (2, date(2026, 4, 17), 3333),
        (3, date(2026, 5, 17), 3334),
    ]


@given(
    st.integers(min_value=12, max_value=10**12),
    st.sampled_from(ALL_INSTALMENTS),
    st.sampled_from(["EUR", "JPY", "KWD", "KRW"]),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31)),
)
def test_they_come_to_the_whole_in_whole_minor_units(
    amount: int, count: int, currency: str, begins_on: date
) -> None:
    total = Money(amount, currency)
    instalments = make_instalments(total, count, begins_on=begins_on)
    amounts = [each.amount.amount for each in instalments]
    assert sum(amounts) == amount
    assert {each.amount.currency for each in instalments} == {currency}
    assert len(set(amounts[:-1])) <= 1
    assert 0 < amounts[0] <= amounts[-1] < amounts[0] + count
    days = [each.due_on for each in instalments]
    assert days == sorted(set(days))
    assert len(days) == count


@pytest.mark.parametrize(("amount", "count"), [(1, 2), (11, 12)])
def test_none_is_of_nothing(amount: int, count: int) -> None:
    with pytest.raises(Invalid) as refused:
        make_instalments(Money(amount, "JPY"), count, begins_on=TODAY)
    assert (refused.value.code, refused.value.field) == ("instalments_too_small", "instalments")


def test_months_keep_their_day() -> None:
    last = date(2026, 1, 31)
    assert [months_after(last, months) for months in (1, 2, 11, 12, 25)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2028, 2, 29),
    ]


def test_it_begins_with_what_is_open_on_that_day(a_plan: APlan) -> None:
    asked = a_plan(status=PlanStatus.REQUESTED)
    begun = start(asked, Money(5_000, "EUR"), today=date(2026, 4, 1), now=NOW, by="staff:1")
    assert (begun.status, begun.total, begun.next_on, begun.version) == (
        PlanStatus.RUNNING,
        Money(5_000, "EUR"),
        date(2026, 4, 8),
        3,
    )
    for decided in (begun, decline(asked, "No.", now=NOW, by="staff:1")):
        with pytest.raises(Conflict) as refused:
            start(decided, Money(5_000, "EUR"), today=TODAY, now=NOW, by="staff:1")
        assert refused.value.code == "payment_plan_already_decided"
        with pytest.raises(Conflict):
            decline(decided, "No.", now=NOW, by="staff:1")


@pytest.mark.parametrize(
    ("still_open", "paid", "left_of_first", "left_of_second"),
    [(10_000, 0, 3333, 6666), (8_000, 0, 1333, 4666), (6_667, 1, 0, 3333), (3_333, 2, 0, 0), (0, 3, 0, 0)],
)
def test_what_was_paid_covers_them_from_the_first_on(
    a_plan: APlan, still_open: int, paid: int, left_of_first: int, left_of_second: int
) -> None:
    plan, left = a_plan(), Money(still_open, "EUR")
    assert paid_instalments(plan, left) == paid
    assert left_of(plan, 1, left).amount == left_of_first
    assert left_of(plan, 2, left).amount == left_of_second


@pytest.mark.parametrize(
    ("day", "still_open", "is_missed"),
    [
        (date(2026, 3, 24), 10_000, False),
        (date(2026, 3, 25), 10_000, True),
        (date(2026, 3, 25), 6_668, True),
        (date(2026, 3, 25), 6_667, False),
        (date(2026, 4, 25), 6_667, True),
        (date(2027, 1, 1), 0, False),
    ],
)
def test_one_is_missed_when_its_grace_is_over(
    a_plan: APlan, day: date, still_open: int, *, is_missed: bool
) -> None:
    assert missed(a_plan(), Money(still_open, "EUR"), today=day, grace_days=7) is is_missed


def test_what_is_due_is_announced_once_and_looked_at_again(a_plan: APlan) -> None:
    plan, whole = a_plan(), Money(10_000, "EUR")
    assert due_now(plan, today=date(2026, 3, 16)) == ()
    day = date(2026, 3, 17)
    assert [each.number for each in due_now(plan, today=day)] == [1]
    after = go_on(plan, whole, today=day, grace_days=7)
    assert (after.announced, after.next_on) == (1, date(2026, 3, 25))
    assert due_now(after, today=day) == ()
    paid = go_on(after, Money(6_667, "EUR"), today=date(2026, 3, 25), grace_days=7)
    assert (paid.announced, paid.next_on) == (1, date(2026, 4, 17))
    late = go_on(after, whole, today=date(2026, 4, 30), grace_days=7)
    assert (late.announced, late.next_on) == (2, date(2026, 5, 1))
