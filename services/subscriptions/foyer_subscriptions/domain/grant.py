"""A grant: what one customer holds of one entitlement, through a subscription or an order."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_subscriptions.domain.entitlement import Entitlement, EntitlementKind, GoodsFile
from foyer_subscriptions.domain.errors import (
    DownloadExpired,
    DownloadLimitReached,
    EntitlementAlreadyRevoked,
    EntitlementNotUsable,
    FileNotThereYet,
    WrongEntitlementKind,
)


class GrantStatus(StrEnum):
    """Where a grant stands."""

    PENDING = "pending"
    """It is to be granted: the file or a license key is still missing."""
    GRANTED = "granted"
    WITHHELD = "withheld"
    """While the subscription is paused or suspended; it comes back as it was."""
    REVOKED = "revoked"


class RevokedBecause(StrEnum):
    """Why a grant cannot be used."""

    ENDED = "ended"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    NOT_HELD = "not_held"
    """The product is no longer part of what the customer has."""
    REFUNDED = "refunded"
    PAYMENT_REVERSED = "payment_reversed"
    REVOKED_BY_BUSINESS = "revoked_by_business"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a customer holds it through: one of the two."""

    subscription_id: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One entitlement in a customer's hands. Moments are UTC."""

    id: str
    business_id: str
    customer_id: str
    entitlement_id: str
    product_id: str
    kind: EntitlementKind
    name: str
    source: Source
    status: GrantStatus
    quantity: int
    cause: RevokedBecause | None = None
    granted_at: datetime | None = None
    """When it could be used first; None until then."""
    expires_at: datetime | None = None
    downloads_limit: int | None = None
    downloads: int = 0
    """How many of its limit were made since it was granted, or since the period began."""
    activation_limit: int | None = None
    """On how many devices a license key works; None for any number."""
    period: int = 0
    """Which period of the subscription its limit is for."""
    version: int = 1

    @property
    def is_usable(self) -> bool:
        """Whether a link may be opened, or a program may run with the license key."""
        return self.status is GrantStatus.GRANTED

    @property
    def downloads_left(self) -> int | None:
        """How many more times the file can be fetched; None for what is no file."""
        if self.downloads_limit is None:
            return None
        return max(self.downloads_limit - self.downloads, 0)

    def fresh(self, entitlement: Entitlement, *, at: datetime) -> "Grant":
        """The same with its limits from the beginning."""
        is_file = self.kind is EntitlementKind.FILE
        return replace(
            self,
            expires_at=entitlement.expires_at(at),
            downloads_limit=entitlement.terms.downloads if is_file else None,
            downloads=0,
        )


def check_download(grant: Grant, file: GoodsFile | None, *, now: datetime) -> GoodsFile:
    """The file, if the grant still lets its customer fetch it."""
    if grant.kind is not EntitlementKind.FILE:
        raise WrongEntitlementKind("There is nothing to download here.")
    if grant.status in {GrantStatus.WITHHELD, GrantStatus.REVOKED}:
        raise EntitlementNotUsable("You do not have this at the moment.")
    if file is None or grant.status is GrantStatus.PENDING:
        raise FileNotThereYet("The file is not there yet. You get a message when it is.")
    if grant.expires_at is not None and grant.expires_at <= now:
        raise DownloadExpired("The time in which this could be downloaded is over.")
    if grant.downloads_left == 0:
        raise DownloadLimitReached("This was downloaded as often as it may be.")
    return file


def downloaded(grant: Grant) -> Grant:
    """After one more fetch."""
    return replace(grant, downloads=grant.downloads + 1, version=grant.version + 1)


def check_revocable(grant: Grant) -> None:
    """Refuse the second time."""
    if grant.cause is RevokedBecause.REVOKED_BY_BUSINESS:
        raise EntitlementAlreadyRevoked("This was revoked already.")
