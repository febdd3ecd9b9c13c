"""Which language a message is written in."""

SOURCE = "en"
"""The templates' own language."""
TRANSLATED = frozenset({SOURCE, "nl", "de"})


def written_in(tag: str) -> str:
    """The language part of a BCP 47 tag: `nl` of `nl-BE`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def choose_language(wanted: str, business: str) -> str:
    """The reader's language if there are templates in it, else the business's, else English."""
    return next((tag for tag in (wanted, business) if written_in(tag) in TRANSLATED), SOURCE)
