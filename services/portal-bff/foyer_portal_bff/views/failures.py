"""The page of a request that went wrong: what it means, and a way on."""

from dataclasses import dataclass

from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

_TEXTS = {
    403: (mark("Not allowed"), mark("Your role for this account does not allow this.")),
    404: (mark("Page not found"), mark("There is nothing at this address, or it is not yours to see.")),
    405: (mark("Page not found"), mark("There is nothing at this address, or it is not yours to see.")),
    409: (mark("Not possible now"), mark("Something has changed in the meantime. Go back and look again.")),
    413: (mark("Too large"), mark("What you sent is too large.")),
    422: (mark("Something is not right"), mark("What was sent could not be read. Go back and try again.")),
    429: (mark("Too many requests"), mark("Please wait a moment, then try again.")),
    503: (
        mark("Back in a moment"),
        mark("This part is not available right now. Please try again in a moment."),
    ),
}
_ELSE = (mark("Something went wrong"), mark("This is our fault, not yours. We have made a note of it."))


@dataclass(frozen=True, slots=True)
class FailurePage:
    """What went wrong."""

    status: int
    title: str
    text: str


def failure_page(status: int, reader: Reader, *, text: str = "") -> FailurePage:
    """`text` says more than the status alone does, in the reader's words."""
    title, usual = _TEXTS.get(status, _ELSE)
    return FailurePage(status, reader.say(title), text or reader.say(usual))
