"""A mail as it leaves, and what people look for in one."""

import re
from dataclasses import dataclass

_LINK = re.compile(r"https?://[^\s<>\"']+")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a mail."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, ready for a mail server. `message_id` is RFC 5322's: a repeat has the same.

    `unsubscribe` is the address at which mails of its category are switched off (RFC 8058); mandatory mail
    has none.
    """

    message_id: str
    business_id: str
    kind: str
    to: str
    cc: tuple[str, ...] = ()
    language: str
    sender_name: str
    reply_to: str
    content: Content
    unsubscribe: str | None = None
    thread: str | None = None
    """What it belongs to, written as a Message-ID; mail programs show what has the same one together."""


def links_in(text: str) -> list[str]:
    """The addresses of pages in a text, each once, in order; a sentence's punctuation is not theirs."""
    return list(dict.fromkeys(link.rstrip(".,;:!?)") for link in _LINK.findall(text)))


def code_in(text: str) -> str | None:
    """The six digits that stand alone in a text; digits inside links do not count."""
    found = _CODE.search(_LINK.sub("", text))
    return found.group() if found else None
