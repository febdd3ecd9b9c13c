"""A way to pay, as Foyer keeps it: what the customer recognises it by, never its number."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.method_kinds import MethodKind
from foyer_payments.domain.subscription import Subscription


class MethodStatus(StrEnum):
    """Whether it can be charged."""

    ACTIVE = "active"
    EXPIRED = "expired"
    INVALID = "invalid"
    """Its mandate is over."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A customer's method; `label` is masked (`Visa ···4242`), `brand` is None for kinds without brands."""

    id: str
    business_id: str
    customer_id: str
    kind: MethodKind
    label: str
    brand: str | None
    last4: str
    expires_on: Expiry | None
    holder: str
    added_at: datetime
    is_default: bool = False
    version: int = 1
    removed_at: datetime | None = None
    warned_days: int | None = None
    """So many days before it expires its customer was told of that, the last time."""
    account_id: str | None = None
    chosen_for: tuple[Subscription, ...] = ()
    """Those that are collected with it, whichever is the default; read where it is shown."""
    mandate_status: MandateStatus | None = None
    """Of the mandate that it collects with, None without one."""
    token: str | None = field(default=None, repr=False)
    """By which the provider of the account knows it; without one it is known by its details alone."""

    @property
    def mandate_is_over(self) -> bool:
        """Whether the customer has to give a new mandate first."""
        return self.mandate_status is not None and self.mandate_status.is_over

    @property
    def is_chargeable(self) -> bool:
        """Whether a provider knows it and may charge it; one that a business told by its details is known
        here alone.
        """
        known = self.token is not None and self.account_id is not None
        return known and self.removed_at is None and not self.mandate_is_over

    def is_over(self, now: datetime) -> bool:
        """Whether it has expired, or its mandate is over."""
        return self.status(now) in {MethodStatus.EXPIRED, MethodStatus.INVALID}

    def status(self, now: datetime) -> MethodStatus:
        """Expiring is a matter of time alone: nothing is written when it happens."""
        if self.removed_at is not None:
            return MethodStatus.REMOVED
        if self.expires_on is not None and self.expires_on.is_over(now):
            return MethodStatus.EXPIRED
        if self.mandate_is_over:
            return MethodStatus.INVALID
        return MethodStatus.ACTIVE
