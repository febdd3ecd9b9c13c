"""A refusal is an error with a code and a kind; only `foyer_shared.http.problems` knows HTTP numbers."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of refusal it is; the door turns it into a status."""

    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    NOT_ALLOWED = "not_allowed"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"


class FoyerError(Exception):
    """Base of all refusals: a subclass is named after what is wrong and states its code and kind once."""

    code: str
    kind: Kind

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        """`detail` is a sentence for a person; `field` is the input that is wrong, if it is one."""
        super().__init__(detail)
        self.detail = detail
        self.field = field


class NotFound(FoyerError):
    """Nothing of that id is there for whoever asks; what is another's looks the same."""

    code = "not_found"
    kind = Kind.NOT_FOUND


class NotAllowed(FoyerError):
    """Whoever asks may not do this."""

    code = "not_allowed"
    kind = Kind.NOT_ALLOWED


class Conflict(FoyerError):
    """The thing is not in a state in which this can be done."""

    code = "conflict"
    kind = Kind.CONFLICT


class Invalid(FoyerError):
    """What was sent is not acceptable."""

    code = "invalid"
    kind = Kind.INVALID


class Unavailable(FoyerError):
    """Something that is needed is away; trying again later may work."""

    code = "unavailable"
    kind = Kind.UNAVAILABLE
