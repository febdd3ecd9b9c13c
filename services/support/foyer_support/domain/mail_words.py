"""What stands on a ticket of a mail that came."""

from collections.abc import Sequence

from foyer_support.domain.inbound_mail import Letter
from foyer_support.domain.reply_part import reply_part
from foyer_support.domain.words import LONGEST_TEXT

_CUT = "\n\n[…]"
_MOST_NAMES = 20


def words_of(letter: Letter) -> str | None:
    """The customer's words; those who send files alone say their names. None when there is nothing."""
    words = reply_part(letter.text) or _names([file.name for file in letter.files])
    return _fitting(words) if words else None


def note_of_stranger(sender: str, letter: Letter) -> str | None:
    """For staff: who has written from another address than the customer's, and what; files are not kept."""
    words = reply_part(letter.text)
    names = _names([file.name for file in letter.files])
    if not words and not names:
        return None
    said = [f"By mail, from an address that is not the customer's: {sender or '?'}", words]
    if names:
        said.append(f"Not kept, as nobody knows who sent it: {names}")
    return _fitting("\n\n".join(part for part in said if part))


def note_of_what_stayed_out(names: Sequence[str]) -> str:
    """For staff: what came with a mail and was not taken."""
    return f"Came by mail and was not taken (kind, size or number): {_names(names)}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(" ".join(name.split()) or "?" for name in names[:_MOST_NAMES])


def _fitting(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT - len(_CUT)] + _CUT
