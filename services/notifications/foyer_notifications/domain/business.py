"""What a mail needs to know about the business that sends it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_PLAIN_ACCENT = "#4f46e5"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARK, _LIGHT = "#0e0f12", "#ffffff"
_TOE = 0.04045
"""Below it the sRGB curve is a straight line."""


class Mailing(StrEnum):
    """Whether a business's mail goes out; `held` while it is being imported."""

    ON = "on"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """The copy of a business that messages are written with."""

    id: str
    version: int
    name: str
    legal_name: str
    accent: str
    language: str
    zone: str
    mail: Mailing
    portal_url: str
    support_email: str
    clock_offset: int = 0
    """Seconds by which its clock is ahead of real time."""
    mail_on_since: datetime | None = None
    """The business's time at which its mail was let go; None: it was never held, or is still."""

    def after(self, before: "Business | None", *, at: datetime) -> "Business":
        """The copy as it follows one from before: whether its mail is let go at this moment."""
        if before is None or self.mail is Mailing.HELD:
            return self
        return replace(self, mail_on_since=at if before.mail is Mailing.HELD else before.mail_on_since)

    def mails_what_happened(self, at: datetime) -> bool:
        """Whether it goes out now; what happened while its mail was held never does."""
        return self.mail is Mailing.ON and (self.mail_on_since is None or at >= self.mail_on_since)

    @property
    def zone_info(self) -> ZoneInfo:
        """Where its days begin."""
        return ZoneInfo(self.zone)

    @property
    def host(self) -> str:
        """The portal's host name, the right-hand side of Message-IDs."""
        return urlsplit(self.portal_url).hostname or "localhost"

    def page(self, path: str) -> str:
        """The address of a page of its portal."""
        return self.portal_url.rstrip("/") + path

    @property
    def button_colour(self) -> str:
        """The accent, if it is a colour that style sheets can take literally, else Foyer's own."""
        return self.accent if _HEX.fullmatch(self.accent) else _PLAIN_ACCENT

    @property
    def button_text_colour(self) -> str:
        """Black or white, whichever has more contrast on the button (WCAG 2.2, relative luminance)."""
        luminance = _luminance(self.button_colour)
        on_white, on_dark = 1.05 / (luminance + 0.05), (luminance + 0.05) / (_luminance(_DARK) + 0.05)
        return _LIGHT if on_white >= on_dark else _DARK


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """From sRGB's curve to light, by WCAG's own constants."""
    return channel / 12.92 if channel <= _TOE else float(((channel + 0.055) / 1.055) ** 2.4)
