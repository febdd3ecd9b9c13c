"""On which days a pause that has begun can end, and moving its end."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.errors import NotPaused
from foyer_subscriptions.domain.pause import PauseWindow, pause_window
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.subscription import ChangeKind, PendingChange, Subscription


def resume_window(
    subscription: Subscription, policy: SelfServicePolicy, zone: ZoneInfo, *, now: datetime
) -> PauseWindow:
    """From tomorrow, since it can be resumed today, to the longest pause counted from when it began."""
    if subscription.paused_at is None:
        raise NotPaused("This subscription is not paused.")
    allowed = pause_window(policy, subscription.paused_at, zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return replace(allowed, first_day=tomorrow)


def move_resume(subscription: Subscription, resumes_at: datetime) -> tuple[Subscription, PendingChange]:
    """The same pause with another end."""
    change = subscription.waiting_of(ChangeKind.RESUME)
    if change is None:
        raise NotPaused("This subscription is not paused.")
    moved = replace(change, effective_at=resumes_at)
    return subscription.with_change(moved), moved
