"""The link to what comes after in a list."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class More:
    """Where a list goes on."""

    href: str


def more(path: str, cursor: str | None, **keep: str | None) -> More | None:
    """The next page's link, with what the list is filtered by; None on the last page."""
    if cursor is None:
        return None
    query = {name: value for name, value in keep.items() if value} | {"cursor": cursor}
    return More(href=f"{path}?{urlencode(query)}")
