"""From where something was done."""

from foyer_portal_bff.domain.device import PROGRAM
from foyer_portal_bff.views.reader import Reader


def place(device: str | None, ip: str | None, reader: Reader) -> str:
    """`Firefox on Windows, 192.0.2.7`; "" where nobody's device was involved."""
    named = reader.say("a program") if device == PROGRAM else device
    return ", ".join(part for part in (named, ip) if part)
