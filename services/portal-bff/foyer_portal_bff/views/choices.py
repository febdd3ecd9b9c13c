"""One of a few things to choose from in a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio button."""

    value: str
    text: str
    chosen: bool
    hint: str = ""
