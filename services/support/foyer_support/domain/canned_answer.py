"""Answers that staff give often, kept to begin a reply with."""

from dataclasses import dataclass

from foyer_support.domain.errors import TitleMalformed
from foyer_support.domain.words import LONGEST_SUBJECT


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """`title` is how staff find it, `text` what the customer would read."""

    id: str
    business_id: str
    title: str
    text: str


def answer_title(text: str) -> str:
    """The title without blanks around it; raises TitleMalformed."""
    title = text.strip()
    if not title or len(title) > LONGEST_SUBJECT or not title.isprintable():
        raise TitleMalformed(f"A title is 1 to {LONGEST_SUBJECT} characters on one line.", field="title")
    return title
