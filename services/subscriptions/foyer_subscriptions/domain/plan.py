"""What a change of plan is, and when it is invoiced."""

from enum import StrEnum

from foyer_subscriptions.domain.periods import Interval


class PlanChangeKind(StrEnum):
    """What a subscription is changed to."""

    UPGRADE = "upgrade"
    """A price that is as dear per time, or dearer."""
    DOWNGRADE = "downgrade"
    CYCLE_CHANGE = "cycle_change"
    """Another interval."""
    QUANTITY_CHANGE = "quantity_change"
    DISCOUNT = "discount"
    """The same as before, with what a promotion code takes off."""


class ChangeDue(StrEnum):
    """When the lines of a change are invoiced."""

    NOW = "now"
    NEXT_INVOICE = "next_invoice"
    NOTHING = "nothing"


class ChangeTiming(StrEnum):
    """When a change takes effect."""

    NOW = "now"
    PERIOD_END = "period_end"


_SECONDS = {
    Interval.DAY: 86_400,
    Interval.WEEK: 604_800,
    Interval.MONTH: 2_629_746,
    Interval.YEAR: 31_556_952,
}
"""Of a mean interval in the Gregorian calendar, in which a year is twelve months."""


def mean_seconds(interval: Interval, count: int) -> int:
    """How long so many intervals last, to compare what different ones cost per time."""
    return _SECONDS[interval] * count
