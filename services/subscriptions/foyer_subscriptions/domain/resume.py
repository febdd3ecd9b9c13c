"""May this pause end, and what the subscription is afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.errors import CancellationPending, MethodNeeded, NotPaused, PausedByBusiness
from foyer_subscriptions.domain.periods import to_the_second
from foyer_subscriptions.domain.renew import begin_period
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, PausedBy, Subscription


def check_resume_possible(subscription: Subscription, *, by: PausedBy) -> None:
    """Refuses what is not paused, and a customer's hand on a pause of the business."""
    if subscription.status is not Status.PAUSED:
        raise NotPaused("This subscription is not paused.")
    if subscription.waiting_of(ChangeKind.CANCEL):
        raise CancellationPending("A cancellation is pending; withdraw it before you resume.")
    if by is PausedBy.CUSTOMER and subscription.paused_by is PausedBy.POLICY:
        raise MethodNeeded("Add a payment method, and it goes on by itself.")
    if by is PausedBy.CUSTOMER and subscription.paused_by is PausedBy.BUSINESS:
        raise PausedByBusiness("We paused this subscription. Please contact us to resume it.")


def resume(subscription: Subscription, *, owes: bool, zone: ZoneInfo, at: datetime) -> Subscription:
    """Billing runs again. The unused paid days come after the pause: what ends later, ends later by its
    length. A period that still ends on its day keeps its anchor, and so its month end. Where they were
    credited a new period begins. `owes` says whether an invoice of it is overdue.
    """
    if subscription.paused_at is None:
        raise NotPaused("This subscription is not paused.")
    length = max(at - subscription.paused_at, timedelta())
    planned_end = subscription.current_period_end
    period_end = to_the_second(planned_end + length)
    # Also a trial that was over when the pause began: it is decided on now.
    in_trial = subscription.trial_ends_at == planned_end and not subscription.pause_credited
    status = Status.TRIALING if in_trial else Status.PAST_DUE if owes else Status.ACTIVE
    same_day = period_end.astimezone(zone).date() == planned_end.astimezone(zone).date()
    resumed = replace(
        subscription.settled(ChangeKind.RESUME, ChangeState.APPLIED),
        status=moved(subscription.status, Move.RESUME, status),
        paused_at=None,
        paused_by=None,
        trial_ends_at=period_end if in_trial else subscription.trial_ends_at,
        billing_anchor=subscription.billing_anchor if same_day else period_end,
        current_period_end=period_end,
        # An end that was announced is not announced again when it moves.
        reminded_of=period_end if subscription.reminded_of == planned_end else subscription.reminded_of,
    )
    if subscription.pause_credited:
        return _begun_anew(resumed, zone=zone)
    return resumed.with_plan_at_period_end()


def _begun_anew(resumed: Subscription, *, zone: ZoneInfo) -> Subscription:
    """After a pause that credited the period before: an interval, or of a fixed term what is left of one."""
    begins = resumed.current_period_end
    anchor = begins + timedelta(seconds=resumed.bought.rest)
    return begin_period(
        replace(resumed, billing_anchor=anchor, pause_credited=False), zone=zone, begins=begins
    )
