"""A period that was charged, with the way back to before it began."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Where a subscription stood before one of its periods began."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedPeriod:
    """`begun_at` is when it was begun, which may be later than its start. `lines` are as they were told."""

    id: str
    begun_at: datetime
    begins: datetime
    ends: datetime
    lines: tuple[dict[str, Any], ...]
    before: Before
