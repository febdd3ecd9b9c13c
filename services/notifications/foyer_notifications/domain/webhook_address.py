"""Where webhooks may go: to public addresses by https, elsewhere only where the installation allows it."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from foyer_shared.basics.errors import Invalid

_LONGEST = 2000
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as IPv6-only networks write them (RFC 6052)."""
_METADATA = {IPv4Address("168.63.129.16")}
"""Public by its number, and inside each machine of Azure the door to its secrets."""


class WebhookUrlMalformed(Invalid):
    """It is not an address that can be posted to."""

    code = "webhook_url_malformed"


class WebhookUrlNotSecure(Invalid):
    """What is sent could be read on its way."""

    code = "webhook_url_not_secure"


class WebhookUrlPrivate(Invalid):
    """It leads into a private network."""

    code = "webhook_url_private"


def checked_url(text: str, *, allow_private: bool) -> str:
    """Raises WebhookUrlMalformed, WebhookUrlPrivate, WebhookUrlNotSecure.

    What its name leads to is looked at each time something is sent, as that may change.
    """
    parts, host = _read(text)
    literal = _literal(host)
    is_local = host == "localhost" or host.endswith(".localhost")
    if not allow_private and (is_local or (literal and not is_public(literal))):
        raise WebhookUrlPrivate("This address is in a private network.", field="url")
    is_loopback = is_local or (literal is not None and ip_address(literal).is_loopback)
    if parts.scheme == "http" and not (allow_private and is_loopback):
        raise WebhookUrlNotSecure("Give an address that begins with https://.", field="url")
    return text


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever way it is written."""
    ip = ip_address(address.partition("%")[0])
    inside = _inside(ip) if isinstance(ip, IPv6Address) else None
    if inside is not None:
        return is_public(str(inside))
    return ip.is_global and not ip.is_multicast and ip not in _METADATA


def _inside(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that this one stands for."""
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _read(text: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if (
        not host
        or port == 0
        or parts.scheme not in {"http", "https"}
        or len(text) > _LONGEST
        or not (text.isascii() and text.isprintable())
        or set(text) & set(' \\"<>^`{|}#')
        or "@" in parts.netloc
    ):
        raise WebhookUrlMalformed("This is not an address that can be posted to.", field="url")
    return parts, host.rstrip(".")


def _literal(host: str) -> str | None:
    """The IP address that a host is, also one that is written as a single number."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None
