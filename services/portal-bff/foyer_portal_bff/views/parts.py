"""How old a part of the picture is, in plain words."""

from typing import Any

from foyer_shared.basics.clock import real_now

from foyer_portal_bff.domain.picture import Seen
from foyer_portal_bff.views import formats
from foyer_portal_bff.views.reader import Reader


def how_old(seen: Seen[Any], reader: Reader) -> str:
    """The remark under a part whose service is away; "" while it is fresh."""
    if seen.fresh:
        return ""
    if seen.as_of is None:
        return reader.say("Not available right now. Please try again in a moment.")
    age = formats.age((real_now() - seen.as_of).total_seconds(), reader.language)
    return reader.say("Not available right now: this is what we knew {age}.", age=age)
