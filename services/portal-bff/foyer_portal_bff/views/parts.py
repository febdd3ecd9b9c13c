"""A service's part of the picture as a page sees it: what is known, and how old it is in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from foyer_shared.basics.clock import real_now

from foyer_portal_bff.views import formats
from foyer_portal_bff.views.reader import Reader

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Seen(Generic[Part]):
    """`part` is None when the service has never answered; `as_of` is when it last did, in real time."""

    part: Part | None
    fresh: bool
    as_of: datetime | None


def how_old(seen: Seen[Any], reader: Reader) -> str:
    """The remark under a part whose service is away; "" while it is fresh."""
    if seen.fresh:
        return ""
    if seen.as_of is None:
        return reader.say("Not available right now. Please try again in a moment.")
    age = formats.age((real_now() - seen.as_of).total_seconds(), reader.language)
    return reader.say("Not available right now: this is what we knew {age}.", age=age)
