"""Refusals that only make sense at a door."""

from foyer_shared.basics.errors import FoyerError, Kind


class NotSignedIn(FoyerError):
    """Nobody, or nobody that we know, asks."""

    code = "not_signed_in"
    kind = Kind.NOT_ALLOWED


class TooManyRequests(FoyerError):
    """Whoever asks must wait; `retry_after` is in seconds."""

    code = "too_many_requests"
    kind = Kind.UNAVAILABLE

    def __init__(self, detail: str, *, retry_after: int) -> None:
        """`retry_after` is told to the caller as it is."""
        super().__init__(detail)
        self.retry_after = retry_after
