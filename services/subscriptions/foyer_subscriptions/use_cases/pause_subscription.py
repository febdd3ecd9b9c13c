"""Pause a subscription, now or when the paid period ends."""

from datetime import datetime, timedelta

from foyer_shared.contracts.subscriptions import SubscriptionPaused, SubscriptionPauseScheduled
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.pause import (
    check_pause_possible,
    chosen_timing,
    pause_begins,
    pause_now,
    pause_window,
    resume_moment,
    schedule_pause,
)
from foyer_subscriptions.domain.pause_credit import is_credited, lines_left, without_the_rest
from foyer_subscriptions.domain.policy import PauseTiming
from foyer_subscriptions.domain.retention import OfferKind
from foyer_subscriptions.domain.subscription import CreditTo, PausedBy, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.take_retention_offers import take_retention_offers
from foyer_subscriptions.use_cases.told import announce, line_data

A_YEAR = timedelta(days=365)


async def pause_subscription(
    work: Work, subscription_id: str, *, resumes_at: datetime | None, when: PauseTiming | None, by: PausedBy
) -> Subscription:
    """Pause until `resumes_at`, or for as long as the policy allows."""
    subscriptions = Subscriptions(work.session)
    subscription = await advance_subscription(work, subscription_id)
    policy = await binding_policy(work, subscription)
    pauses = await subscriptions.count_pauses_of(work.scope, [subscription_id], since=work.now - A_YEAR)
    check_pause_possible(
        subscription, policy, by=by, pauses_in_last_year=pauses.get(subscription_id, 0), now=work.now
    )
    timing = chosen_timing(subscription, policy, when, by=by, now=work.now)
    begins = pause_begins(subscription, timing, now=work.now)
    window = pause_window(policy, begins, await Businesses(work.session).zone(work.scope))
    comes_back = resume_moment(window, resumes_at, now=work.now)
    await take_retention_offers(work, subscription, OfferKind.PAUSE, by=by)

    if timing is PauseTiming.PERIOD_END:
        planned, change = schedule_pause(subscription, by=by, resumes_at=comes_back)
        saved = await subscriptions.save(planned, now=work.now)
        announce(
            work,
            SubscriptionPauseScheduled,
            saved,
            change_id=change.id,
            effective_at=change.effective_at,
            resumes_at=comes_back,
        )
        return saved
    lines: tuple[Line, ...] = ()
    if is_credited(subscription, policy, begins=work.now):
        lines = lines_left(subscription, at=work.now)
        subscription = without_the_rest(subscription, at=work.now)
    paused = pause_now(subscription, by=by, resumes_at=comes_back, at=work.now)
    saved = await subscriptions.save(paused, now=work.now)
    announce(
        work,
        SubscriptionPaused,
        saved,
        paused_at=work.now,
        resumes_at=comes_back,
        credit_lines=line_data(lines),
        credit_to=CreditTo.BALANCE if lines else None,
    )
    await settle_entitlements(work, saved)
    return saved
