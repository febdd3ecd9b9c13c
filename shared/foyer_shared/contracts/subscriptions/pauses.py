"""A pause: planned, begun, moved, over."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import SubscriptionEvent, SubscriptionLineData


class SubscriptionPauseScheduled(SubscriptionEvent, type="subscription.pause_scheduled", owner=OWNER):
    """It will pause at `effective_at`, and come back at `resumes_at`."""

    change_id: str
    effective_at: AwareDatetime
    resumes_at: AwareDatetime


class SubscriptionPauseWithdrawn(SubscriptionEvent, type="subscription.pause_withdrawn", owner=OWNER):
    """The pause that waited will not happen."""

    change_id: str


class SubscriptionPaused(SubscriptionEvent, type="subscription.paused", owner=OWNER):
    """Billing stopped until `resumes_at`."""

    paused_at: AwareDatetime
    resumes_at: AwareDatetime
    credit_lines: tuple[SubscriptionLineData, ...] = ()
    """What comes back of what was paid, where the policy says so: positive amounts."""
    credit_to: Literal["balance", "refund"] | None = None
    """None when nothing comes back."""


class SubscriptionResumed(SubscriptionEvent, type="subscription.resumed", owner=OWNER):
    """Billing runs again; the next charge is at the period's end."""

    resumed_at: AwareDatetime
    begins_period: bool = False
    """The pause had credited what was left of the period before, so that one which is charged begins now."""


class SubscriptionResumeScheduled(SubscriptionEvent, type="subscription.resume_scheduled", owner=OWNER):
    """The pause that it is in ends at `resumes_at` instead."""

    change_id: str
    resumes_at: AwareDatetime
