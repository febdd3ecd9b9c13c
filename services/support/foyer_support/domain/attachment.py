"""Files that come with what people write: which are taken, and what they are called."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foyer_support.domain.errors import AttachmentTypeRefused, TooManyAttachments
from foyer_support.domain.side import Side

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
MOST = 5
"""Files with one question or answer."""
MOST_WAITING = 20
"""Files of one side of a customer's tickets that came, and nothing with them yet."""
LONGEST_NAME = 200
ENOUGH = 16
"""Bytes at the beginning that tell what a file is."""

_UNSAFE = re.compile(r'[/\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class FileKind:
    """What is taken; `begins` is how such a file begins, None for text in UTF-8."""

    content_type: str
    begins: re.Pattern[bytes] | None


_JPEG = FileKind("image/jpeg", re.compile(rb"\xff\xd8\xff"))
_TEXT = FileKind("text/plain", None)
KINDS = {
    "png": FileKind("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": FileKind("image/gif", re.compile(rb"GIF8[79]a")),
    "webp": FileKind("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    "pdf": FileKind("application/pdf", re.compile(rb"%PDF-")),
    "txt": _TEXT,
    "log": _TEXT,
    "csv": _TEXT,
}
"""By what a name ends with. Nothing that a browser would run, and nothing that others are packed into."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of one side; on a ticket once something was written with it, on a reply when that was one."""

    id: str
    business_id: str
    customer_id: str
    by: Side
    name: str
    content_type: str
    size: int
    sha256: str
    key: str
    at: datetime
    """In real time, by which files are swept that nothing came with."""
    ticket_id: str | None = None
    reply_id: str | None = None


def safe_name(name: str) -> str:
    """The name without a path, and without what hides what a file is or could not be saved."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    plain = "".join(
        "_" if _UNSAFE.match(one) or unicodedata.category(one).startswith("C") else one for one in last
    )
    return plain[-LONGEST_NAME:]


def kind_of(name: str) -> FileKind:
    """What a file of this name has to be; raises AttachmentTypeRefused."""
    stem, _, ending = name.rpartition(".")
    kind = KINDS.get(ending.lower())
    if kind is None or not stem.strip("."):
        raise refused()
    return kind


def refused() -> AttachmentTypeRefused:
    """For a name that says nothing we take, or a content that is not what the name says."""
    return AttachmentTypeRefused(f"Files are {', '.join(KINDS)}, and what they say they are.", field="file")


def check_count(ids: Sequence[str]) -> None:
    """Raises TooManyAttachments."""
    if len(set(ids)) > MOST:
        raise TooManyAttachments(f"Send at most {MOST} files at once.", field="attachment_ids")
