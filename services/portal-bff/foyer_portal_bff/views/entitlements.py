"""What a customer holds with a subscription or an order: downloads, license keys and links."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.basics.errors import Kind

from foyer_portal_bff.gateways.models.entitlements import Entitlement, GrantedFile, LicenseKey
from foyer_portal_bff.views import formats
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_KIND
from foyer_portal_bff.views.status import mark

_NOTES = {
    "pending": mark("It is being prepared. You get a message as soon as it is there."),
    "paused": mark("Not available while the subscription is paused."),
    "suspended": mark("Not available while the subscription is suspended."),
    "ended": mark("No longer available: the subscription has ended."),
    "not_held": mark("No longer part of what you have."),
    "refunded": mark("No longer available: it was refunded."),
    "payment_reversed": mark("Not available: the payment was taken back."),
    "revoked_by_business": mark("We have withdrawn this. Please contact us about it."),
}
"""Why it cannot be used, by its cause or its state."""

_FETCHED = {
    True: mark("Downloaded by you on {moment}"),
    False: mark("Downloaded by somebody else of your account on {moment}"),
}
"""By whether it was the reader."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file: what it is, how often it can still be fetched, and when it was."""

    about: str
    sha256: str
    left: str
    until: str
    download: str
    """Where the form leads that fetches it, "" when it cannot be fetched any more."""
    fetched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Device:
    """A device on which a license key is used."""

    name: str
    since: str
    free: str
    """Where the form leads that frees it, "" for whom may not."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A license key, hidden until it is asked for."""

    key: str
    masked: str
    used: str
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that the customer holds; `note` says why it cannot be used, "" when it can."""

    id: str
    name: str
    note: str
    file: FileView | None
    license_key: KeyView | None
    url: str


@dataclass(frozen=True, slots=True)
class Goods:
    """All that came with one thing; `away` says that nobody knows just now."""

    held: tuple[Held, ...] = ()
    away: str = ""


NO_GOODS = Goods()


def goods_away(reader: Reader) -> Goods:
    """For a moment in which they cannot be asked for."""
    return Goods(away=reader.say(BY_KIND[Kind.UNAVAILABLE]))


def goods(found: Sequence[Entitlement], reader: Reader, *, own: str, may_change: bool) -> Goods:
    """Files, then license keys, then links. `own` is the reader's login, as who fetched a file is named."""
    held = tuple(
        Held(
            id=one.id,
            name=one.name,
            note=_note(one, reader),
            file=_file(one, one.file, reader, own) if one.file and one.status == "granted" else None,
            license_key=_key(one, one.license_key, reader, may_change) if one.license_key else None,
            url=one.url or "",
        )
        for one in sorted(found, key=lambda one: (one.kind, one.name))
    )
    return Goods(held)


def place_of(one: Entitlement) -> str:
    """The page on which it is shown."""
    return f"/subscriptions/{one.subscription_id}" if one.subscription_id else f"/orders/{one.order_id}"


def _note(one: Entitlement, reader: Reader) -> str:
    if one.status == "granted":
        return ""
    return reader.say(_NOTES.get(one.cause or one.status, _NOTES["not_held"]))


def _file(one: Entitlement, file: GrantedFile, reader: Reader, own: str) -> FileView:
    until = ""
    if file.expires_at:
        over = file.expires_at <= reader.now
        text = mark("Could be downloaded until {day}") if over else mark("Can be downloaded until {day}")
        until = reader.say(text, day=reader.day(file.expires_at))
    return FileView(
        about=f"{file.name}, {formats.file_size(file.size, reader.language)}",
        sha256=file.sha256,
        left=reader.say_many(
            "{n} download left of {limit}",
            "{n} downloads left of {limit}",
            file.downloads_left,
            limit=file.downloads_limit,
        ),
        until=until,
        download=f"/entitlements/{one.id}/download" if file.can_download else "",
        fetched=tuple(
            reader.say(_FETCHED[fetch.by == own], moment=reader.day_and_clock(fetch.at))
            for fetch in file.downloads
        ),
    )


def _key(one: Entitlement, key: LicenseKey, reader: Reader, may_change: bool) -> KeyView:
    count = len(key.activations)
    if key.activation_limit is None:
        used = reader.say_many("In use on {n} device", "In use on {n} devices", count)
    else:
        used = reader.say("Devices: {count} of {limit}", count=count, limit=key.activation_limit)
    return KeyView(
        key=key.key or "",
        masked=key.masked,
        used=used,
        devices=tuple(
            Device(
                name=device.name,
                since=reader.say("since {day}", day=reader.day(device.activated_at)),
                free=f"/entitlements/{one.id}/activations/{device.id}/free" if may_change else "",
            )
            for device in key.activations
        ),
    )
