"""A business: the company that runs Foyer for its customers."""

from dataclasses import dataclass
from typing import Literal

from foyer_shared.basics.errors import Conflict, NotFound


class BusinessNotFound(NotFound):
    """No business has this id, or this host."""

    code = "business_not_found"


class SlugTaken(Conflict):
    """Another business of the installation has this slug."""

    code = "slug_taken"


class HostTaken(Conflict):
    """Another business of the installation has this host name."""

    code = "host_taken"


@dataclass(frozen=True, slots=True)
class Brand:
    """How it looks; `accent` is a CSS colour, `#rrggbb`."""

    name: str
    accent: str


@dataclass(frozen=True, slots=True)
class Business:
    """One business of this installation."""

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


def host_name(host: str) -> str:
    """The name in a Host header: without its port, in small letters."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host).lower()
