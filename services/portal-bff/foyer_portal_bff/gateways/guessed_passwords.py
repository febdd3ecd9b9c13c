"""The list of passwords that are tried first, from a file beside this one, which names its source."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("guessed_passwords.txt")


@cache
def guessed_passwords() -> frozenset[str]:
    """In small letters; all as long as a password has to be."""
    lines = _FILE.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
