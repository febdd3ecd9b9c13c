"""Bases of what goes in and out of a door as JSON."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment in RFC 3339 with its zone; what comes out is UTC, whatever zone it came in with."""


class Body(BaseModel):
    """What a caller sends. A field that we do not know is refused, so that a typing error changes nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Answer(BaseModel):
    """What a caller gets. Answers only grow."""

    model_config = ConfigDict(frozen=True)
