"""How a login signs in, and where it is signed in."""

from dataclasses import dataclass

from foyer_portal_bff.domain.passkey import MOST_PASSKEYS, Passkey
from foyer_portal_bff.domain.session import Session
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.read_security import Security
from foyer_portal_bff.views.places import place
from foyer_portal_bff.views.reader import Reader


@dataclass(frozen=True, slots=True)
class Device:
    """One session; `sign_out` is where its form goes, "" for the session at hand."""

    name: str
    times: str
    sign_out: str


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """One passkey."""

    name: str
    times: str
    href: str


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """The page."""

    devices: tuple[Device, ...]
    has_password: bool
    passkeys: tuple[PasskeyLine, ...]
    may_add_passkey: bool


def security_page(found: Security, who: SignedIn, reader: Reader) -> SecurityPage:
    """This device first, then the others, the one last used first."""
    in_order = sorted(found.sessions, key=lambda each: each.id != who.session_id)
    return SecurityPage(
        devices=tuple(_device(each, who, reader) for each in in_order),
        has_password=found.has_password,
        passkeys=tuple(_passkey(each, reader) for each in found.passkeys),
        may_add_passkey=len(found.passkeys) < MOST_PASSKEYS,
    )


def _passkey(passkey: Passkey, reader: Reader) -> PasskeyLine:
    added = reader.day(passkey.created_at)
    used = passkey.last_used_at
    times = (
        reader.say("Added on {added}, last used on {used}", added=added, used=reader.day(used))
        if used
        else reader.say("Added on {added}, not used yet", added=added)
    )
    return PasskeyLine(passkey.name, times, f"/settings/security/passkeys/{passkey.id}")


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
