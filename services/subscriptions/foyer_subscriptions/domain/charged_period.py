"""A charge for a period or a change of plan, with the way back to before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Item, PausedBy, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBefore:
    """What a subscription was for."""

    items: tuple[Item, ...]
    interval: Interval
    interval_count: int
    trial_ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Where a subscription stood before one of its periods began, or its plan changed."""

    status: Status
    billing_anchor: datetime
    period_start: datetime
    period_end: datetime
    period_number: int
    bought: Stretch
    lapses_at: datetime | None
    paused_at: datetime | None
    paused_by: PausedBy | None
    pause_credited: bool
    discount: Discount | None
    plan: PlanBefore | None
    """None in what was kept before plans were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedPeriod:
    """`begun_at` is when it was begun, which may be later than its start. `lines` are what was invoiced for
    it by itself, as they were told.
    """

    id: str
    begun_at: datetime
    begins: datetime
    ends: datetime
    lines: tuple[dict[str, Any], ...]
    before: Before
    carried: tuple[Line, ...] = ()
    """What waits for the next invoice once it is voided."""
    quote_id: str | None = None
    """The quote of the change of plan that it is, if it is none of the period itself."""
