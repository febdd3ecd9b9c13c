"""The rules for collecting an invoice by charges: when one is asked for, tried again, and given up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_invoicing.domain.dunning_settings import DunningSettings

MOST_SEPA_RETRIES = 2
"""A bank takes a direct debit back to it once or twice (return codes AM04 and MS03)."""

_SHORTEST_GAP = timedelta(days=1)


class Severity(StrEnum):
    """Whether the same way to pay may work another day."""

    HARD = "hard"
    SOFT = "soft"


class NextStep(StrEnum):
    """What the job does at its time."""

    ASK = "ask"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeFailure:
    """What is known of a charge that came to nothing."""

    attempt: int
    severity: Severity
    code: str
    kind: str | None = None
    """Of the payment method, such as `card` or `sepa_debit`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """Where the collecting of one invoice stands. Without a next step an outcome is waited for."""

    invoice_id: str
    attempt: int = 1
    """The last one that was asked for."""
    next_step: NextStep | None = None
    next_at: datetime | None = None
    first_failed_at: datetime | None = None
    failure: ChargeFailure | None = None
    """Of the last attempt that failed."""
    exhausted_at: datetime | None = None

    @property
    def awaits_outcome(self) -> bool:
        """Whether an attempt was asked for and nothing has been heard of it."""
        return self.failure is None or self.failure.attempt < self.attempt

    @property
    def retried_at(self) -> datetime | None:
        """When the next attempt is made, None when none is planned."""
        return self.next_at if self.next_step is NextStep.ASK else None


def after_failure(
    collecting: Collecting, failure: ChargeFailure, settings: DunningSettings, *, now: datetime
) -> Collecting:
    """The next try, by the days after the first failure, and at least one after this one.

    A hard failure is not tried again; the customer has until the last of those days to pay in another way.
    Unchanged when it is of an attempt that is over.
    """
    if failure.attempt != collecting.attempt or not collecting.awaits_outcome:
        return collecting
    first = collecting.first_failed_at or now
    failed = replace(collecting, first_failed_at=first, failure=failure)
    days = settings.retry_days[:MOST_SEPA_RETRIES] if failure.kind == "sepa_debit" else settings.retry_days
    retry, over = failure.attempt - 1, collecting.exhausted_at is not None
    if failure.severity is Severity.SOFT and retry < len(days) and not over:
        at = max(first + timedelta(days=days[retry]), now + _SHORTEST_GAP)
        return replace(failed, next_step=NextStep.ASK, next_at=at)
    last = first + timedelta(days=days[-1]) if days else now
    if failure.severity is Severity.HARD and last > now and not over:
        return replace(failed, next_step=NextStep.GIVE_UP, next_at=last)
    return give_up(failed, now=now)


def after_reversal(
    collecting: Collecting, failure: ChargeFailure, settings: DunningSettings, *, now: datetime
) -> Collecting:
    """What had paid it was taken back: as if the last attempt had failed now, whichever attempt it was that
    was taken back. Unchanged while a next step is planned, and given up once it was given up.
    """
    if collecting.next_step:
        return collecting
    paid = replace(collecting, first_failed_at=None, failure=None)
    return after_failure(paid, replace(failure, attempt=collecting.attempt), settings, now=now)


def ask_again(collecting: Collecting) -> Collecting:
    """The next attempt is asked for."""
    return replace(collecting, attempt=collecting.attempt + 1, next_step=None, next_at=None)


def ask_at_once(collecting: Collecting, *, now: datetime) -> Collecting:
    """A way to pay is new: what has failed is tried now; unchanged while an outcome is waited for."""
    if collecting.awaits_outcome:
        return collecting
    return replace(collecting, next_step=NextStep.ASK, next_at=now)


def stop(collecting: Collecting) -> Collecting:
    """The invoice is not open any more: nothing is to be done."""
    return replace(collecting, next_step=None, next_at=None)


def give_up(collecting: Collecting, *, now: datetime) -> Collecting:
    """No more is tried by itself. When it was given up before, that stays the moment."""
    return replace(collecting, next_step=None, next_at=None, exhausted_at=collecting.exhausted_at or now)
