"""What a product grants beside itself: a file to download, a license key, or a link."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_subscriptions.domain.access_link import check_link
from foyer_subscriptions.domain.errors import (
    EntitlementTermsOutOfRange,
    TooManyEntitlements,
    WrongEntitlementKind,
)
from foyer_subscriptions.domain.license_key import check_pattern

MOST_OF_A_PRODUCT = 20
MOST_DOWNLOADS, MOST_DAYS, MOST_ACTIVATIONS = 1_000, 3_650, 10_000


class EntitlementKind(StrEnum):
    """What it is that is granted."""

    FILE = "file"
    LICENSE_KEY = "license_key"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFile:
    """The file as it lies in the store: its size is in bytes, its SHA-256 in hex."""

    key: str
    name: str
    size: int
    sha256: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementTerms:
    """How it is granted; each field matters for one kind only."""

    downloads: int = 5
    """How often a file can be fetched."""
    days: int = 30
    """For how long."""
    pattern: str | None = None
    """What license keys look like; None: they come from a list."""
    activations: int | None = None
    """On how many devices a license key works, for each unit that is held; None: on any number."""
    url: str | None = None
    """Where the link leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """One thing that a product grants. What is not active is granted to nobody new."""

    id: str
    business_id: str
    product_id: str
    kind: EntitlementKind
    name: str
    terms: EntitlementTerms
    file: GoodsFile | None = None
    active: bool = True
    version: int = 1

    def expires_at(self, granted_at: datetime) -> datetime | None:
        """Until when what is granted now can be fetched; only files have an end."""
        return granted_at + timedelta(days=self.terms.days) if self.kind is EntitlementKind.FILE else None

    def activations_for(self, quantity: int) -> int | None:
        """On how many devices a key for so many units works."""
        return None if self.terms.activations is None else self.terms.activations * quantity


def check_terms(kind: EntitlementKind, terms: EntitlementTerms) -> None:
    """Refuse what cannot be granted: limits out of range, a weak pattern, a link that is not https."""
    for field, value, most in (
        ("downloads", terms.downloads, MOST_DOWNLOADS),
        ("days", terms.days, MOST_DAYS),
        ("activations", terms.activations, MOST_ACTIVATIONS),
    ):
        if value is not None and not 1 <= value <= most:
            raise EntitlementTermsOutOfRange(f"{field} is from 1 to {most:,}.", field=field)
    if kind is EntitlementKind.LICENSE_KEY and terms.pattern is not None:
        check_pattern(terms.pattern)
    if kind is EntitlementKind.LINK:
        check_link(terms.url)


def with_file(entitlement: Entitlement, file: GoodsFile) -> Entitlement:
    """From now on this is the file, also for those to whom an older one was granted."""
    check_kind(entitlement, EntitlementKind.FILE)
    return replace(entitlement, file=file, version=entitlement.version + 1)


def check_kind(entitlement: Entitlement, kind: EntitlementKind) -> None:
    """Refuse what is meant for another kind."""
    if entitlement.kind is not kind:
        raise WrongEntitlementKind(f"This entitlement is no {kind.replace('_', ' ')}.")


def check_room(already: int) -> None:
    """Refuse one more than a product can grant."""
    if already >= MOST_OF_A_PRODUCT:
        raise TooManyEntitlements(f"A product grants at most {MOST_OF_A_PRODUCT} entitlements.")


def changed(entitlement: Entitlement, *, name: str | None, terms: EntitlementTerms) -> Entitlement:
    """With another name or other terms: links change at once, limits with what is granted from now on."""
    check_terms(entitlement.kind, terms)
    return replace(entitlement, name=name or entitlement.name, terms=terms, version=entitlement.version + 1)


def archived(entitlement: Entitlement) -> Entitlement:
    """No longer granted to anybody new; who has it keeps it."""
    return replace(entitlement, active=False, version=entitlement.version + 1)
