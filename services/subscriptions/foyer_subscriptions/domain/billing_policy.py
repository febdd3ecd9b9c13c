"""What the business does by itself when there is no way to collect, or collecting has failed for good."""

from dataclasses import dataclass
from enum import StrEnum

from foyer_subscriptions.domain.errors import PolicyOutOfRange

_MOST_DAYS = 365


class WithoutMethod(StrEnum):
    """What becomes of a trial that ends while there is no way to collect."""

    CANCEL = "cancel"
    PAUSE = "pause"
    PAST_DUE = "past_due"


class AfterLastRetry(StrEnum):
    """What becomes of a subscription once collecting an invoice of it has failed for the last time."""

    SUSPENDED = "suspended"
    CANCELED = "canceled"
    UNPAID = "unpaid"
    """It stays past due, and its customer keeps it."""


class DuringPaymentPlan(StrEnum):
    """What becomes of a subscription while an overdue invoice of it is paid in instalments."""

    KEEP = "keep"
    """It runs as if nothing were overdue."""
    LOSE = "lose"
    """It stays past due or suspended until all is paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingPolicy:
    """The defaults are those of a new product."""

    trial_end_without_method: WithoutMethod = WithoutMethod.PAST_DUE
    mandate_days: int = 30
    """So long a new subscription waits for a way to collect."""
    after_last_retry: AfterLastRetry = AfterLastRetry.SUSPENDED
    during_payment_plan: DuringPaymentPlan = DuringPaymentPlan.KEEP

    def __post_init__(self) -> None:
        if not 1 <= self.mandate_days <= _MOST_DAYS:
            raise PolicyOutOfRange(
                f"mandate_days is between 1 and {_MOST_DAYS}.", field="billing.mandate_days"
            )
