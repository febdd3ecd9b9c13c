"""Tells a database that is away, which is waited out, from a statement that is wrong."""

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

_AWAY_CLASSES = ("08", "53")
"""SQLSTATE classes: connection exception, insufficient resources."""

_AWAY_STATES = frozenset({"57P01", "57P02", "57P03", "25006"})
"""Shut down by an operator, after a crash, not ready yet; read-only, as a primary that was demoted."""


class DatabaseUnreachable(Exception):
    """No connection could be made, for the operating system's reason in `__cause__`."""


def is_away(error: BaseException) -> bool:
    """Whether the error means that the database cannot do anything at all now."""
    return any(_says_away(link) for link in _chain(error))


def _says_away(error: BaseException) -> bool:
    if isinstance(error, DatabaseUnreachable | NoFreeConnection):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = str(getattr(error, "sqlstate", None) or "")
    return state in _AWAY_STATES or state.startswith(_AWAY_CLASSES)


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or getattr(link, "orig", None)
