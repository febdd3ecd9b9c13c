"""What a business announces: banners on home, the list in the message centre, how many are unread."""

from collections.abc import Iterator
from dataclasses import dataclass

from foyer_shared.markdown import safe_html
from markupsafe import Markup

from foyer_portal_bff.gateways.models.notifications import SeenAnnouncement
from foyer_portal_bff.views import status
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Badge

Announced = tuple[SeenAnnouncement, ...]

_LEVELS = ("alert", "warning", "info")
"""What matters most comes first; each has an icon of its name."""


@dataclass(frozen=True, slots=True)
class AnnouncementLine:
    """One of them. Its colour, its icon and its word say how much it matters."""

    id: str
    icon: str
    badge: Badge
    title: str
    html: Markup
    since: str
    is_new: bool
    read: str
    """Where its reader says that they have read it; "" when they have."""
    dismiss: str
    """Where they take it off home; "" when it stays."""


def unread_announcements(announced: Announced, login: str, reader: Reader) -> int:
    """How many the login, named as actors are, has not said to have read."""
    return sum(login not in one.read_by for one in _current(announced, reader))


def announcement_banners(announced: Announced, login: str, reader: Reader) -> tuple[AnnouncementLine, ...]:
    """What stands on home: all but what the login has dismissed, the most important first."""
    shown = [one for one in _current(announced, reader) if login not in one.dismissed_by]
    return tuple(_line(one, login, reader) for one in sorted(shown, key=_rank))


def announcement_lines(announced: Announced, login: str, reader: Reader) -> tuple[AnnouncementLine, ...]:
    """All of them, newest first."""
    return tuple(_line(one, login, reader) for one in _current(announced, reader))


def _current(announced: Announced, reader: Reader) -> Iterator[SeenAnnouncement]:
    # What notifications said may be some minutes old.
    for one in announced:
        if one.shown_until is None or reader.now < one.shown_until:
            yield one


def _rank(announcement: SeenAnnouncement) -> int:
    return _LEVELS.index(_icon(announcement))


def _icon(announcement: SeenAnnouncement) -> str:
    return announcement.level if announcement.level in _LEVELS else "info"


def _line(announcement: SeenAnnouncement, login: str, reader: Reader) -> AnnouncementLine:
    words = announcement.translations.get(reader.language.code, announcement)
    is_new = login not in announcement.read_by
    address = f"/announcements/{announcement.id}"
    return AnnouncementLine(
        id=announcement.id,
        icon=_icon(announcement),
        badge=status.badge(status.ANNOUNCEMENT, announcement.level, reader),
        title=words.title,
        html=Markup(safe_html(words.text)),  # noqa: S704  It has been cleaned.
        since=reader.day_and_clock(announcement.shown_from),
        is_new=is_new,
        read=f"{address}/read" if is_new else "",
        dismiss=f"{address}/dismiss" if announcement.dismissible else "",
    )
