"""How long a server asks to be left alone: the header Retry-After (RFC 9110, 10.2.3)."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""Whoever asks for more is called again after this."""

_STATUSES = frozenset({429, 503})
"""Too many requests, not available: the answers that it is asked with."""

_SECONDS = re.compile(r"[0-9]+")


def asked_to_wait(status: int | None, header: str | None, real: datetime) -> datetime | None:
    """Until when, by seconds or a date of HTTP; None when nothing is asked, or nobody can tell what."""
    if status not in _STATUSES or header is None:
        return None
    longest = real + LONGEST
    if _SECONDS.fullmatch(header):
        # Digits without end are more than the longest, and more than a date can hold.
        until = real + timedelta(seconds=int(header)) if len(header) < 10 else longest  # noqa: PLR2004
    else:
        try:
            until = parsedate_to_datetime(header)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(until, longest) if until > real else None
