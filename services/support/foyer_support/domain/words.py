"""What people write: kept as written, within limits."""

from foyer_support.domain.errors import SubjectMalformed, TextMalformed

LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000


def subject_line(text: str) -> str:
    """The subject without blanks around it; raises SubjectMalformed."""
    subject = text.strip()
    if not subject or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise SubjectMalformed(
            f"A subject is 1 to {LONGEST_SUBJECT} characters on one line.", field="subject"
        )
    return subject


def written(text: str, *, field: str = "text") -> str:
    """The text, unchanged; raises TextMalformed for one that is blank, too long, or has a NUL in it."""
    if not text.strip() or len(text) > LONGEST_TEXT or "\0" in text:
        raise TextMalformed(f"A text is 1 to {LONGEST_TEXT:,} characters.", field=field)
    return text
