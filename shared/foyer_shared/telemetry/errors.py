"""An error for the log: its names and places, never its words, which may hold a code or a customer's text."""

import traceback
from collections.abc import Iterator

CAUSE_FRAMES = 3
"""Innermost frames of the first cause; the ones around it are mostly a library's."""


def error_fields(error: BaseException) -> dict[str, str]:
    """For a log line: the types from the error to its first cause, its stack, and the cause's place."""
    chain = list(_causes(error))
    stack = traceback.format_tb(error.__traceback__)
    place = traceback.format_tb(chain[-1].__traceback__)[-CAUSE_FRAMES:] if len(chain) > 1 else []
    return {
        "error": " from ".join(type(link).__qualname__ for link in chain),
        "stack": "".join([*stack, *place]),
    }


def _causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
