"""The rules for closing an account."""

from foyer_shared.basics.errors import Conflict


class ClosingBlocked(Conflict):
    """Something has to end, or to be settled, first."""

    code = "closing_blocked"
