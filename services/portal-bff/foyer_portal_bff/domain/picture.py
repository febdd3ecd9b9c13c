"""When a stored part of the picture may still be shown as it is (architecture.md, The portal's picture)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

OLDEST = timedelta(minutes=10)
"""A part is asked for again after this, whatever its counters say."""


@dataclass(frozen=True, slots=True)
class Counters:
    """How many events there were: of this customer from this service, and of the business as a whole."""

    customer: int = 0
    business: int = 0


@dataclass(frozen=True, slots=True)
class StoredPart:
    """What a service answered, and where the counters stood before it was asked."""

    body: dict[str, Any]
    counters: Counters
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A service's part as the store has it (None: never asked), beside the counters of this moment."""

    service: str
    counters: Counters
    stored: StoredPart | None


def is_fresh(part: KnownPart, now: datetime) -> bool:
    """Whether it can be shown without asking. A counter that moved back (a truncated store) has moved too."""
    return (
        part.stored is not None
        and part.stored.counters == part.counters
        and now - part.stored.fetched_at < OLDEST
    )


Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Seen(Generic[Part]):
    """A part as a reader gets it: None when its service has never answered; `as_of` is when it last did, in
    real time; `fresh` False: the service is away and this is what was known then.
    """

    part: Part | None
    fresh: bool
    as_of: datetime | None
