"""Links that are granted: https only, with places that are filled in for whoever holds them."""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from foyer_subscriptions.domain.errors import LinkInvalid

PLACES = ("customer_id", "subscription_id", "order_id", "grant_id")
"""What can stand in braces in a link."""
LONGEST_LINK = 2_000
_PLACE = re.compile(r"\{([^{}]*)\}")


def check_link(url: str | None) -> None:
    """Refuse a link that leads nowhere safe, or has a place that cannot be filled in."""
    if not url or len(url) > LONGEST_LINK:
        raise LinkInvalid(f"A link has an address of at most {LONGEST_LINK:,} characters.", field="url")
    unknown = [place for place in _PLACE.findall(url) if place not in PLACES]
    if unknown or re.search("[{}]", _PLACE.sub("", url)):
        raise LinkInvalid(f"In braces can stand: {', '.join(PLACES)}.", field="url")
    if any(one.isspace() or not one.isprintable() or one in "\"'<>\\`" for one in url):
        raise LinkInvalid("An address has no blanks, quotes or brackets.", field="url")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise LinkInvalid("This is no address.", field="url") from error
    if parts.scheme != "https" or not host or parts.username is not None or "{" in parts.netloc:
        raise LinkInvalid("A link begins with https:// and the name of its site.", field="url")


def filled_link(url: str, values: Mapping[str, str | None]) -> str:
    """The link for one customer; a place that has no value is left empty."""
    return _PLACE.sub(lambda place: quote(values.get(place[1]) or "", safe=""), url)
