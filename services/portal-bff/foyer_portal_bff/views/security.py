"""How a login signs in, and where it is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_portal_bff.domain.session import Session
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.views.places import place
from foyer_portal_bff.views.reader import Reader


@dataclass(frozen=True, slots=True)
class Device:
    """One session; `sign_out` is where its form goes, "" for the session at hand."""

    name: str
    times: str
    sign_out: str


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """The page."""

    devices: tuple[Device, ...]
    has_password: bool


def security_page(
    sessions: Sequence[Session], who: SignedIn, reader: Reader, *, has_password: bool
) -> SecurityPage:
    """This device first, then the others, the one last used first."""
    in_order = sorted(sessions, key=lambda each: each.id != who.session_id)
    return SecurityPage(tuple(_device(each, who, reader) for each in in_order), has_password)


def _device(session: Session, who: SignedIn, reader: Reader) -> Device:
    return Device(
        name=place(session.device, session.ip, reader) or reader.say("Unknown device"),
        times=reader.say(
            "Signed in on {signed_in}, last seen on {last_seen}",
            signed_in=reader.day_and_clock(session.created_at),
            last_seen=reader.day_and_clock(session.last_seen_at),
        ),
        sign_out="" if session.id == who.session_id else f"/settings/security/sessions/{session.id}/sign-out",
    )
