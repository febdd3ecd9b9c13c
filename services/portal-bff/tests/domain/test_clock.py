"""Where a sandbox's clock may be put, and in which steps it gets there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.clock import (
    FURTHEST,
    PATIENCE,
    ClockMove,
    ClockMoveTooFar,
    ClockNotMovable,
    ClockOnlyForward,
    Seen,
    check_move,
    next_stop,
    nothing_between,
    put_forward,
    takes_too_long,
    unrest,
)
from foyer_shared.basics.errors import Kind
from foyer_shared.testing.makers import A_KEY, NORTHWIND, NOW

A_DAY = timedelta(days=1)
A_MOVE = ClockMove(
    id="clk_1",
    business_id=NORTHWIND,
    target=NOW + 40 * A_DAY,
    requested_by=A_KEY,
    started_at=NOW,
    step_began_at=NOW,
)


def at_rest(service: str, next_due: datetime | None = None, *, last_event: int = 7) -> Seen:
    """A service without work."""
    return Seen(service=service, next_due=next_due, last_event=last_event)


def test_a_clock_that_nobody_moved_is_real(a_business: Business) -> None:
    assert (a_business.now(NOW), a_business.moved_now(NOW)) == (NOW, None)
    moved = replace(a_business, clock_offset=86_400)
    assert moved.now(NOW) == moved.moved_now(NOW) == NOW + A_DAY


@pytest.mark.parametrize("days", [1, 1.5, FURTHEST.days + 1])
def test_it_goes_forward_from_where_it_stands(a_business: Business, days: float) -> None:
    check_move(replace(a_business, clock_offset=86_400), NOW + days * A_DAY, NOW)


def test_a_live_business_has_no_clock_of_its_own(a_business: Business) -> None:
    with pytest.raises(ClockNotMovable) as refusal:
        check_move(replace(a_business, mode="live"), NOW + A_DAY, NOW)
    assert (refusal.value.code, refusal.value.kind) == ("clock_not_movable", Kind.NOT_ALLOWED)


def test_it_goes_neither_back_nor_too_far(a_business: Business) -> None:
    moved = replace(a_business, clock_offset=86_400)
    with pytest.raises(ClockOnlyForward) as back:
        check_move(moved, NOW + A_DAY - timedelta(seconds=1), NOW)
    with pytest.raises(ClockMoveTooFar) as far:
        check_move(moved, NOW + A_DAY + FURTHEST + timedelta(seconds=1), NOW)
    assert [(each.value.code, each.value.field) for each in (back, far)] == [
        ("clock_only_forward", "now"),
        ("clock_move_too_far", "now"),
    ]


def test_all_is_at_rest_when_what_is_due_has_been_done() -> None:
    assert unrest([at_rest("support"), at_rest("invoicing", NOW + A_DAY)], NOW) == ()


def test_what_is_not_at_rest_is_named() -> None:
    looks = [
        Seen(service="support"),
        Seen(service="payments", last_event=3, waits=2),
        at_rest("notifications"),
        at_rest("invoicing", NOW),
    ]
    assert unrest(looks, NOW) == (
        "support does not answer",
        "payments has work: 2",
        "invoicing has something due since 2026-03-10T09:30:00Z",
    )


def test_an_event_between_two_looks_is_noticed() -> None:
    first = [at_rest("subscriptions"), at_rest("invoicing")]
    assert nothing_between(first, [at_rest("subscriptions"), at_rest("invoicing", NOW)])
    assert not nothing_between(first, [at_rest("subscriptions", last_event=8), at_rest("invoicing")])


def test_the_next_stop_is_what_is_due_first_on_the_way() -> None:
    looks = [at_rest("subscriptions", NOW + 30 * A_DAY), at_rest("invoicing", NOW + 14 * A_DAY)]
    assert next_stop(A_MOVE, [*looks, at_rest("support")]) == NOW + 14 * A_DAY
    assert next_stop(A_MOVE, [at_rest("subscriptions", NOW + 41 * A_DAY)]) == A_MOVE.target
    assert next_stop(A_MOVE, [at_rest("support")]) == A_MOVE.target


def test_it_is_put_a_fraction_of_a_second_too_far_and_never_back(a_business: Business) -> None:
    real = NOW + timedelta(milliseconds=300)
    moved = put_forward(a_business, NOW + A_DAY, real)
    assert moved == replace(a_business, clock_offset=86_400, version=2)
    assert NOW + A_DAY <= moved.now(real) < NOW + A_DAY + timedelta(seconds=1)
    assert put_forward(moved, NOW, real).clock_offset == 86_400


def test_a_step_has_its_time() -> None:
    assert not takes_too_long(A_MOVE, NOW + PATIENCE)
    assert takes_too_long(A_MOVE, NOW + PATIENCE + timedelta(seconds=1))
