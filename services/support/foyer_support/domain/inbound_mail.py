"""A mail that came back: what its headers say, what is in it, and which mails nobody has written."""

from dataclasses import dataclass
from enum import StrEnum

LARGEST_MAIL = 25 * 1024 * 1024
"""Bytes, as encoded: the most that the large mail providers send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHead:
    """What the headers say. Addresses are in small letters."""

    mail_id: str
    """The same for the same mail, however often it comes."""
    sender: str
    """Empty when the mail names none."""
    recipients: tuple[str, ...]
    automatic: str | None
    """Which header says that a program wrote it."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file in a mail, under the name that the mail gives it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is in a mail: all of its text, and its files."""

    text: str
    files: tuple[MailFile, ...]


class Fate(StrEnum):
    """What became of a mail."""

    REPLY = "reply"
    """The customer's answer on the ticket."""
    NOTE = "note"
    """Somebody else's words, for staff."""
    IGNORED = "ignored"
    """A program's, which nobody has to read."""
    REPEAT = "repeat"
    """It has come before."""
