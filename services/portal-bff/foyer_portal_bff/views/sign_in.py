"""The two steps of signing in, and the page behind the mailed link."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[^@\s]+@localhost")
LONGEST_ADDRESS = 254
LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class Step:
    """What is known between the two forms."""

    email: str
    next: str

    def as_text(self) -> str:
        """For a cookie."""
        return urlencode({"email": self.email, "next": self.next})

    @classmethod
    def from_text(cls, text: str) -> "Step | None":
        """From a cookie, None for none."""
        values = dict(parse_qsl(text))
        if not values.get("email"):
            return None
        return cls(values["email"], safe_next(values.get("next", "/")))


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The first step (`sent` is False) asks for the address, the second for the code."""

    email: str
    next: str
    sent: bool
    problems: Problems = NONE


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One button that posts; `token` is "" when the link cannot be used. `next` is known to the browser that
    asked for the mail.
    """

    token: str
    next: str = "/"
    problem: str = ""


def check_address(email: str, reader: Reader) -> Problems:
    """Whether it looks like an address at all; which addresses are known is never told."""
    if len(email) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(email):
        return NONE
    return Problems((Problem("email", reader.say("Enter an email address, such as name@example.com.")),))


def check_code(code: str, reader: Reader) -> Problems:
    """Whether it looks like a code at all."""
    if re.fullmatch(r"[0-9]{6}", code):
        return NONE
    return Problems((Problem("code", reader.say("Enter the six digits from the mail.")),))


def must_wait(seconds: int, reader: Reader) -> Problems:
    """When the next mail can be asked for; the last one still works."""
    text = reader.say_many(
        "A code was asked for less than a minute ago. You can ask for a new one in {n} second.",
        "A code was asked for less than a minute ago. You can ask for a new one in {n} seconds.",
        seconds,
    )
    return Problems((Problem("", text),))


def typed_code(text: str) -> str:
    """The code without the spaces that people put in."""
    return re.sub(r"[\s-]", "", text)


def safe_next(path: str) -> str:
    """Where to go after signing in: a path of this portal, else home."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and len(path) <= LONGEST_PATH
    return path if inside and not re.search(r"[\x00-\x20\\]", path) else "/"
