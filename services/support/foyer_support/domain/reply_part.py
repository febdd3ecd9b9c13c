"""What somebody has written in a mail: without what it answers, and without the signature.

Line by line, each looked at a few times at most: a mail is a stranger's, and one expression over all of it
could take hours.
"""

import re
from collections.abc import Sequence

_MOST_LINES = 2_000
"""Nobody writes more by hand; what follows is what they answer."""
_LONGEST_LINE = 400
"""Characters that are looked at: longer lines are words."""
_LONGEST_SIGNATURE = 12
"""Lines. What is longer is no signature, but words below a dash."""
_LONGEST_ATTRIBUTION = 3
"""Lines into which mail programs break `On …, … wrote:`."""

_SEPARATOR = re.compile(
    r"[-_]{2,} ?(original message|ursprüngliche nachricht|oorspronkelijk bericht|message d'origine) ?[-_]{2,}"
)
_DATED = re.compile(r"\d{4}|\d{1,2}[:.]\d\d|\d/\d")
_WROTE = re.compile(r"\b(wrote|schrieb|schreef|geschreven|a écrit)\b")
_SIGNATURE = re.compile(r"--|—|__")
_RULE = re.compile(r"[-_]{3,}")
_SENT_FROM = re.compile(
    r"(sent from (my|outlook|mail|yahoo|proton)|get outlook for|von mein\w+ \w+ gesendet|gesendet (von|mit)"
    r"|outlook für|verzonden (vanaf|met|via)|verstuurd vanaf|outlook voor|download outlook)\b.*"
)
_FROM = re.compile(r"(from|von|van|de):")
_OTHER_HEADERS = re.compile(r"(sent|date|to|subject|gesendet|datum|an|betreff|verzonden|aan|onderwerp|cc):")


def reply_part(text: str) -> str:
    """The words alone. Quoted lines with words below them stay, as these answer them; but for those at the
    top with all of the words below. Empty when nothing is left.
    """
    lines = text.split("\n")[:_MOST_LINES]
    plain = [_plain(line) for line in lines]
    end = next((at for at in range(len(plain)) if _ends_at(plain, at)), len(plain))
    end = _without_last_quote(plain[:end])
    return "\n".join(lines[_after_first_quote(plain[:end]) : end]).strip()


def _plain(line: str) -> str:
    """As it is compared: what was HTML has stars around the names of headers."""
    return " ".join(line[:_LONGEST_LINE].replace("*", "").split()).lower()


def _ends_at(plain: Sequence[str], at: int) -> bool:
    """Whether what follows is what the mail answers, and not marked as such, or a signature."""
    line = plain[at]
    if _SIGNATURE.fullmatch(line):
        return _is_signature(plain, at)
    if _SEPARATOR.fullmatch(line) or _is_header_block(plain, at):
        return True
    length = _attribution(plain, at)
    said = " ".join(plain[at : at + length])
    return "@" in said and _WROTE.search(said) is not None and not _next_is_quoted(plain, at + length)


def _is_signature(plain: Sequence[str], at: int) -> bool:
    below = 0
    for place in range(at + 1, len(plain)):
        if _is_header_block(plain, place) or _attribution(plain, place):
            return True
        below += bool(plain[place]) and not _is_quoted(plain[place])
        if below > _LONGEST_SIGNATURE:
            return False
    return True


def _is_header_block(plain: Sequence[str], at: int) -> bool:
    """As Outlook writes it: From, Sent, To, Subject, in any order after the first."""
    if not _FROM.match(plain[at]):
        return False
    return sum(1 for line in plain[at + 1 : at + 6] if _OTHER_HEADERS.match(line)) > 1


def _attribution(plain: Sequence[str], at: int) -> int:
    """Over how many lines `On …, … wrote:` goes, in any language, when it begins here; 0 when it does not."""
    if at and plain[at - 1] and not _is_quoted(plain[at - 1]):
        return 0
    for length in range(1, _LONGEST_ATTRIBUTION + 1):
        line = plain[at + length - 1] if at + length <= len(plain) else ""
        if not line or _is_quoted(line):
            return 0
        if line.endswith(":"):
            return length if _DATED.search(" ".join(plain[at : at + length])) else 0
    return 0


def _is_quoted(line: str) -> bool:
    return line.startswith(">")


def _next_is_quoted(plain: Sequence[str], at: int) -> bool:
    return _is_quoted(next((line for line in plain[at:] if line), ""))


def _without_last_quote(plain: Sequence[str]) -> int:
    """Where the words end: before quoted lines and what names their writer, and a program's advertising."""
    end = _before_what_says_nothing(plain)
    if any(_is_quoted(line) for line in plain[end:]):
        above = (
            at for at in range(max(end - _LONGEST_ATTRIBUTION, 0), end) if at + _attribution(plain, at) == end
        )
        end = next(above, end)
    return _before_what_says_nothing(plain[:end])


def _before_what_says_nothing(plain: Sequence[str]) -> int:
    end = len(plain)
    while end:
        line = plain[end - 1]
        if line and not (_is_quoted(line) or _RULE.fullmatch(line) or _SENT_FROM.fullmatch(line)):
            break
        end -= 1
    return end


def _after_first_quote(plain: Sequence[str]) -> int:
    """Where the words begin: below the quotation, for those who answer there, unless more of it follows."""
    first = next((at for at, line in enumerate(plain) if line), 0)
    quote = first + _attribution(plain, first)
    while quote < len(plain) and not plain[quote]:
        quote += 1
    below = next((at for at in range(quote, len(plain)) if not _is_quoted(plain[at])), len(plain))
    if below == quote or any(_is_quoted(line) for line in plain[below:]):
        return 0
    return below
