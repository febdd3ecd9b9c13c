"""Who asks, for whom, and what time it is for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActorKind(StrEnum):
    """Sorts of actors an event can name."""

    LOGIN = "login"
    STAFF = "staff"
    KEY = "key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something: a login, staff, an API key, or the system itself."""

    kind: ActorKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """Read `login:lgn_01…` back; raises ValueError for anything else."""
        kind, _, identity = text.partition(":")
        return cls(ActorKind(kind), identity)

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The system, by the name of the job or service that acts."""
        return cls(ActorKind.SYSTEM, name)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a read or a write may touch: one customer of one business, or (None) all of the business's."""

    business_id: str
    customer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of work comes from. `now` is the business's time; `causation_id` is the request's or the
    causing event's id.
    """

    scope: Scope
    actor: Actor
    now: datetime
    causation_id: str | None = None
