"""May this subscription be canceled, and as what."""

from datetime import datetime
from enum import StrEnum

from foyer_subscriptions.domain.declaration import Terms
from foyer_subscriptions.domain.errors import (
    CancellationAlreadyPending,
    CancellationNotProven,
    CancellationTimingNotOffered,
    CancelNotOffered,
    SubscriptionAlreadyEnded,
)
from foyer_subscriptions.domain.policy import CancellationMode, SelfServicePolicy
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription


class CancelTiming(StrEnum):
    """When a cancellation is asked to take effect."""

    NOW = "now"
    PERIOD_END = "period_end"


_MODES = {
    CancelTiming.NOW: CancellationMode.IMMEDIATE,
    CancelTiming.PERIOD_END: CancellationMode.PERIOD_END,
}


def chosen_mode(policy: SelfServicePolicy, when: CancelTiming | None, *, by: PausedBy) -> CancellationMode:
    """The policy's mode; only staff, who are not bound by it, choose another moment."""
    mode = _MODES[when] if when else policy.cancellation_mode
    if by is PausedBy.CUSTOMER and mode is not policy.cancellation_mode:
        raise CancellationTimingNotOffered("It cannot be canceled to this moment.", field="when")
    return mode


def check_cancel_possible(
    subscription: Subscription,
    policy: SelfServicePolicy,
    mode: CancellationMode,
    *,
    by: PausedBy,
    by_right: bool = False,
) -> None:
    """Refuses a second cancellation, except that staff may cancel at once, whatever waits. What the law gives
    is there `by_right`, whatever the policy offers.
    """
    if by is PausedBy.CUSTOMER and not (policy.offers_cancel or by_right):
        raise CancelNotOffered("This subscription cannot be canceled here. Please contact us.")
    if subscription.status in ENDED:
        raise SubscriptionAlreadyEnded("This subscription has ended already.")
    at_once = by is PausedBy.BUSINESS and mode is CancellationMode.IMMEDIATE
    if subscription.waiting_of(ChangeKind.CANCEL) and not at_once:
        raise CancellationAlreadyPending("A cancellation is pending already.")


def check_proven(effective_at: datetime, now: datetime, terms: Terms) -> None:
    """Who may be somebody else ends nothing at once: the customer could not take it back any more."""
    if effective_at <= now and not terms.proven:
        raise CancellationNotProven("Without signing in this is not ended at once.")
