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


Sent = tuple[tuple[str, str], ...]
"""What was typed and chosen, by the names of the form's inputs."""


@dataclass(frozen=True, slots=True)
class FailurePage:
    """What went wrong."""

    status: int
    title: str
    text: str
    again: str
    """Where to look again, "" when that would not help."""
    action: str
    cancel: str
    """Where something can be canceled though its page is away, "" elsewhere."""
    sent: Sent
    """A form that was not taken because somebody is away, and what was in it: it can be sent as it is."""


def failure_page(
    status: int,
    reader: Reader,
    *,
    text: str = "",
    again: str = "",
    action: str = "",
    cancel: str = "",
    sent: Sent = (),
) -> FailurePage:
    """`text` says more than the status alone does, in the reader's words."""
    title, usual = _TEXTS.get(status, _ELSE)
    if sent:
        text = reader.say("This did not get through. What you entered is kept: send it again in a moment.")
    return FailurePage(status, reader.say(title), text or reader.say(usual), again, action, cancel, sent)
