"""What an invariant is."""

from dataclasses import dataclass

from sqlalchemy import Executable


@dataclass(frozen=True, slots=True)
class Invariant:
    """Holds when its query finds nothing. The rows name things by their ids, never by what people wrote."""

    name: str
    sentence: str
    query: Executable
