"""When a cancellation takes effect, and whether unused time is paid back."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.customer import Customer
from foyer_subscriptions.domain.periods import Interval, boundary, to_the_second
from foyer_subscriptions.domain.policy import (
    CancellationCredit,
    CancellationMode,
    NoticePolicy,
    SelfServicePolicy,
)
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import CreditTo, Subscription

_A_MONTH_AT_MOST = frozenset({"DE", "NL"})
"""Where consumers give a month's notice at the most, once the first term is over (rules.md)."""


@dataclass(frozen=True, slots=True)
class End:
    """A cancellation's moment, and where the money for the unused time goes, if it comes back."""

    at: datetime
    credit_to: CreditTo | None = None


def effective_end(
    subscription: Subscription,
    policy: SelfServicePolicy,
    mode: CancellationMode,
    *,
    customer: Customer,
    zone: ZoneInfo,
    now: datetime,
) -> End:
    """Never later than a trial or a fixed term ends, or the period that was paid for before a pause. One
    that is over was the last one.
    """
    now = to_the_second(now)
    if subscription.status is Status.PENDING_MANDATE:
        return End(now)
    period_end = subscription.current_period_end
    if mode is CancellationMode.IMMEDIATE:
        prorated = policy.cancellation_credit is CancellationCredit.PRORATE
        return End(min(now, period_end), CreditTo.BALANCE if prorated else None)
    is_paused = subscription.status is Status.PAUSED
    if is_paused:
        period_end = max(now, period_end)
    end = End(period_end)
    if mode is CancellationMode.REQUEST:
        end = _after_notice(policy, period_end, zone, now)
    if is_paused or subscription.status is Status.TRIALING or subscription.is_last_period:
        end = End(min(end.at, period_end), end.credit_to)
    month = boundary(now, Interval.MONTH, 1, zone)
    if _is_capped(subscription, customer) and end.at > month:
        end = End(month, CreditTo.REFUND)
    return End(min(end.at, period_end), end.credit_to) if end.at <= now else end


def _after_notice(policy: SelfServicePolicy, period_end: datetime, zone: ZoneInfo, now: datetime) -> End:
    noticed = boundary(now, Interval.DAY, policy.notice_days, zone)
    match policy.notice_policy:
        case NoticePolicy.NOTICE:
            return End(noticed)
        case NoticePolicy.NOTICE_CAPPED_WITH_PRORATA_REFUND:
            return End(min(noticed, period_end), CreditTo.REFUND)
        case NoticePolicy.NOTICE_OR_PERIOD_END_LATER:
            return End(max(noticed, period_end))


def _is_capped(subscription: Subscription, customer: Customer) -> bool:
    """A fixed term ends by itself, so that only what renews is ever past its first term."""
    is_consumer = not customer.company and customer.country in _A_MONTH_AT_MOST
    return is_consumer and subscription.periods is None and subscription.period_number > 1
