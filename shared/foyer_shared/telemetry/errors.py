"""An error for the log: its names and places, never its words, which may hold a code or a customer's text."""

import traceback
from collections.abc import Iterator


def error_fields(error: BaseException) -> dict[str, str]:
    """Fields for a log line: the types from the error to its first cause, and the stack of that cause."""
    chain = list(_causes(error))
    return {
        "error": " from ".join(type(link).__qualname__ for link in chain),
        "stack": "".join(traceback.format_tb(chain[-1].__traceback__)),
    }


def _causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
