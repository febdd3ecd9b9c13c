"""Reads mails (RFC 5322, MIME): the headers first, all of it once they are known to be ours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from hashlib import sha256

from foyer_support.domain.errors import MailNotReadable
from foyer_support.domain.inbound_mail import Letter, MailFile, MailHead
from foyer_support.gateways.html_words import words_of_html

_LARGEST_HEAD = 64 * 1024
_MOST_ADDRESSES = 100
_MOST_PARTS = 100
_DEEPEST = 20
_MOST_BOUNDARIES = 40
_MOST_LINES = 500_000
"""The library looks for each boundary in each line. A mail of the largest size has 350,000 lines."""
_LONGEST_TEXT = 200_000
"""Characters of one part. A ticket takes 10,000, the rest is what programs put around them."""

_ANGLED = re.compile(r"<([^<>]*)>")
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_BY_PROGRAMS = ("x-autoreply", "x-autorespond", "x-auto-reply", "list-id", "x-failed-recipients")
_SEALS = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
"""Parts that prove something about the others; nobody wants to see them."""


def read_head(raw: bytes) -> MailHead:
    """What its headers say; raises MailNotReadable."""
    with _as_it_may_be():
        head = message_from_bytes(_head_of(raw), policy=default)
        return MailHead(
            mail_id=sha256(_text(head, "message-id").encode() or raw).hexdigest(),
            sender=_sender(head),
            recipients=tuple(address for name in _TO for address in _addresses(head, name)),
            automatic=_written_by_a_program(head),
        )


def read_letter(raw: bytes) -> Letter:
    """What is in it; raises MailNotReadable."""
    with _as_it_may_be():
        if raw.lower().count(b"boundary") > _MOST_BOUNDARIES or raw.count(b"\n") > _MOST_LINES:
            raise MailNotReadable("This mail has too many parts.")
        reading = _Reading()
        blocks = reading.blocks(message_from_bytes(raw, policy=default), depth=0)
        text = "\n\n".join(block.text for block in blocks if block.text.strip())
        return Letter(text.replace("\0", ""), tuple(reading.files))


@contextmanager
def _as_it_may_be() -> Iterator[None]:
    """A stranger's bytes find every weakness of a parser; each is a mail that cannot be read."""
    try:
        yield
    except MailNotReadable:
        raise
    except Exception as error:  # The library raises anything, down to RecursionError.
        raise MailNotReadable("This is no mail that can be read.") from error


def _head_of(raw: bytes) -> bytes:
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    head = raw[: min(ends, default=len(raw))]
    if len(head) > _LARGEST_HEAD or b":" not in head:
        raise MailNotReadable("This is no mail that can be read.")
    return head + b"\r\n\r\n"


def _text(head: Message, name: str) -> str:
    return " ".join(str(head[name] or "").split())


def _addresses(head: Message, name: str) -> list[str]:
    said = [str(value) for value in head.get_all(name, [])]
    found = getaddresses(said)[:_MOST_ADDRESSES]
    return [address.strip().lower() for _, address in found if address]


def _sender(head: Message) -> str:
    """Whoever names two has not said who they are, also when one is written as the other's name."""
    found = _addresses(head, "from")
    said = "".join(str(value) for name, value in head.raw_items() if name.lower() == "from")
    named = [each.strip().lower() for each in _ANGLED.findall(said)]
    return found[0] if len(found) == 1 and named in ([], found) else ""


def _written_by_a_program(head: Message) -> str | None:
    """RFC 3834 and what was usual before it."""
    if _text(head, "auto-submitted").partition(";")[0].strip().lower() not in ("", "no"):
        return "auto-submitted"
    if _text(head, "precedence").lower() in _BULK:
        return "precedence"
    if head.get_content_type() == "multipart/report":
        return "multipart/report"
    if _text(head, "return-path") == "<>":
        return "return-path"
    return next((name for name in _BY_PROGRAMS if name in head), None)


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of text, and whether it was written as HTML."""

    text: str
    is_html: bool


@dataclass(slots=True)
class _Reading:
    """One mail while it is read."""

    files: list[MailFile] = field(default_factory=list)
    parts: int = 0

    def blocks(self, part: Message, *, depth: int) -> list[_Block]:
        """The texts in a part and those below it, in order; files are put aside."""
        self.parts += 1
        if self.parts > _MOST_PARTS or depth > _DEEPEST:
            raise MailNotReadable("This mail has too many parts.")
        kind = part.get_content_type()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inside = [block for each in _children(part) for block in self.blocks(each, depth=depth + 1)]
            if kind != "multipart/alternative":
                return inside
            return [block for block in inside if not block.is_html and block.text.strip()] or inside
        is_text = kind in ("text/plain", "text/html")
        if is_text and not part.get_filename() and part.get_content_disposition() != "attachment":
            return [_block(part, is_html=kind == "text/html")]
        if kind not in _SEALS:
            self.files.append(_file(part))
        return []


def _children(part: Message) -> list[Message]:
    return [each for each in part.get_payload() if isinstance(each, Message)]


def _block(part: Message, *, is_html: bool) -> _Block:
    text = _decoded(part)[:_LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _Block(words_of_html(text) if is_html else text, is_html)


def _decoded(part: Message) -> str:
    """In whatever charset: the one that it names, unless nobody knows that one."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        return content.decode(errors="replace")


def _file(part: Message) -> MailFile:
    """A picture that is put into the words may have no name; what its kind is called tells what it is."""
    name = part.get_filename() or part.get_content_type().replace("/", ".")
    if part.get_content_maintype() == "message":
        return MailFile(part.get_filename() or "mail.eml", b"")
    content = part.get_payload(decode=True) if isinstance(part, EmailMessage) else b""
    return MailFile(name, content if isinstance(content, bytes) else b"")
