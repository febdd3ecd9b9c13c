"""The table of moves."""

import pytest
from foyer_subscriptions.domain.errors import MoveNotPossible
from foyer_subscriptions.domain.states import ENDED, MOVES, Move, Status, can, moved


def test_every_state_can_be_reached_or_begun_with() -> None:
    reached = {to for moves in MOVES.values() for targets in moves.values() for to in targets}
    assert reached | {Status.PENDING_MANDATE, Status.TRIALING} == set(Status)


@pytest.mark.parametrize("status", sorted(ENDED))
def test_nothing_moves_after_the_end(status: Status) -> None:
    assert [move for move in Move if can(status, move)] == []


@pytest.mark.parametrize("status", [status for status in Status if status not in ENDED])
def test_everything_that_has_not_ended_can_be_canceled(status: Status) -> None:
    assert moved(status, Move.CANCEL, Status.CANCELED) is Status.CANCELED


def test_a_move_to_a_state_that_the_table_lacks_is_refused() -> None:
    with pytest.raises(MoveNotPossible) as refused:
        moved(Status.PAST_DUE, Move.PAUSE, Status.PAUSED)
    assert refused.value.code == "wrong_state"
    assert refused.value.detail == "This cannot be done while the subscription is past due."
