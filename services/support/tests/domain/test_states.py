"""The table of moves."""

import pytest
from foyer_support.domain.errors import MoveNotPossible
from foyer_support.domain.states import MOVES, Move, Status, moved


def test_the_table() -> None:
    assert {
        (move.value, before.value, after.value)
        for move, steps in MOVES.items()
        for before, after in steps.items()
    } == {
        ("review", "open", "in_review"),
        ("resolve", "open", "resolved"),
        ("resolve", "in_review", "resolved"),
        ("reopen", "resolved", "open"),
    }


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_the_table_decides_every_move(status: Status, move: Move) -> None:
    if status in MOVES[move]:
        assert moved(status, move) is MOVES[move][status]
    else:
        with pytest.raises(MoveNotPossible):
            moved(status, move)
