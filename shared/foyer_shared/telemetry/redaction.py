"""Takes out of what is logged whatever looks like a secret."""

import re
from collections.abc import Mapping
from typing import Any

REDACTED = "[redacted]"

_SECRET_NAME = re.compile(
    r"(.*[_-])?(token|password|secret|cookie|authorization|signature|jwt|api[_-]?key|private[_-]?key)s?"
    r"|code|(sign_in|one_time)_code",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"""
      (?P<key> foyer_sk_) \w+                                       # an API key
    | (?P<scheme> \b (?i:bearer|basic) \s+) [\w.~+/=-]+            # an Authorization header
    | \b eyJ [\w-]+ \. [\w-]+ \. [\w-]*                             # a JSON Web Token
    | (?P<user> :// [^\s/:@]* :) [^\s/@]+ (?=@)                     # the password of a URL
    | (?P<name> [?&;] [\w-]* (?i:token|code|key|secret|signature|password) =) [^\s&\#'"]+
    | (?<! [\w-]) (?=[\w-]*\d) (?=[\w-]*[A-Z]) (?=[\w-]*[a-z]) [\w-]{40,}   # a random token
    | (?<! [\w.:/-]) \d{6} (?! [\w:/-] | \.\d)                      # a code to sign in with
    """,
    re.VERBOSE,
)


def redact(name: str, value: Any) -> Any:
    """The value of a log line's field, or of a piece of one, without secrets."""
    if _SECRET_NAME.fullmatch(name) and value is not None:
        return REDACTED
    match value:
        case str():
            return _SECRET_TEXT.sub(_keep_the_name, value)
        case bytes():
            return redact(name, value.decode(errors="replace"))
        case Mapping():
            return {key: redact(str(key), item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [redact("", item) for item in value]
        case _:
            return value if value is None or isinstance(value, int | float) else redact(name, str(value))


def _keep_the_name(found: re.Match[str]) -> str:
    return "".join(part or "" for part in found.groupdict().values()) + REDACTED
