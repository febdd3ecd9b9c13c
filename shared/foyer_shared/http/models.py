"""Bases of what goes in and out of a door as JSON."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidatorFunctionWrapHandler, WrapValidator
from pydantic.config import JsonDict

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of the moments that a caller can name, in UTC; beyond them lie typing errors, and calendars that end."""

_FIRST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_AFTER_LAST = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)


def _in_utc(value: Any, read: ValidatorFunctionWrapHandler) -> datetime:
    moment: datetime = read(value)
    # What we computed ourselves, such as the end of a very long period, is answered as it is.
    if not isinstance(value, datetime) and not _FIRST <= moment < _AFTER_LAST:
        raise ValueError(f"Give a moment in the years {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("This moment is outside the calendar.") from error


Moment = Annotated[AwareDatetime, WrapValidator(_in_utc)]
"""A moment in RFC 3339 with its zone; what comes out is UTC, whatever zone it came in with."""


def showing(*examples: JsonDict) -> ConfigDict:
    """The configuration of a body that the reference shows with these; FastAPI leaves out their nulls."""
    return ConfigDict(json_schema_extra={"examples": [*examples]})


class Body(BaseModel):
    """What a caller sends. A field that we do not know is refused, so that a typing error changes nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Answer(BaseModel):
    """What a caller gets. Answers only grow."""

    model_config = ConfigDict(frozen=True)
