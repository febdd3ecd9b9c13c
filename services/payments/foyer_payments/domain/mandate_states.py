"""The states of a mandate and the moves between them, as a table."""

from enum import StrEnum

from foyer_payments.domain.errors import MoveNotPossible


class MandateStatus(StrEnum):
    """It waits for its signature until it is active; nothing is collected once it is revoked."""

    PENDING = "pending"
    ACTIVE = "active"
    FAILED = "failed"
    """The bank does not take it, or not any more."""
    REVOKED = "revoked"
    LAPSED = "lapsed"
    """Nothing was collected with it for too long."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is ever collected with it any more."""
        return not MOVES[self]


MOVES: dict[MandateStatus, frozenset[MandateStatus]] = {
    MandateStatus.PENDING: frozenset({MandateStatus.ACTIVE, MandateStatus.FAILED, MandateStatus.REVOKED}),
    MandateStatus.ACTIVE: frozenset({MandateStatus.FAILED, MandateStatus.REVOKED, MandateStatus.LAPSED}),
    MandateStatus.FAILED: frozenset(),
    MandateStatus.REVOKED: frozenset(),
    MandateStatus.LAPSED: frozenset(),
}


def moved(status: MandateStatus, to: MandateStatus) -> MandateStatus:
    """The state after the move; raises MoveNotPossible for one that the table does not have."""
    if to not in MOVES[status]:
        raise MoveNotPossible(f"A mandate that is {status} cannot become {to}.")
    return to
