"""A business: the company that runs Foyer for its customers."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Brand:
    """How it looks; `accent` is a CSS colour, `#rrggbb`."""

    name: str
    accent: str


@dataclass(frozen=True, slots=True)
class Business:
    """One business of this installation. `hosts` are the host names, without port, that are its own."""

    id: str
    version: int
    legal_name: str
    slug: str
    country: str
    currency: str
    zone: str
    language: str
    number_prefix: str
    mode: Literal["sandbox", "live"]
    mail: Literal["on", "held"]
    portal_url: str
    support_email: str
    brand: Brand
    hosts: tuple[str, ...] = ()


def host_name(host: str) -> str:
    """The name in a Host header: without its port, in small letters."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host).lower()
