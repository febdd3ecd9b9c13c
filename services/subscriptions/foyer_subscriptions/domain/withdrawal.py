"""A consumer's right to withdraw from a contract (Directive 2011/83/EU, articles 9 and 11a)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.cancel import check_proven
from foyer_subscriptions.domain.customer import Customer
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.errors import (
    SubscriptionAlreadyEnded,
    WithdrawalForConsumersOnly,
    WithdrawalPeriodOver,
)
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import PendingChange, Subscription

DAYS = 14
"""The day of the contract is not one of them."""


def withdrawable_until(subscription: Subscription, zone: ZoneInfo) -> datetime:
    """The end of the last day, where the business is."""
    last = subscription.started_at.astimezone(zone).date() + timedelta(days=DAYS)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def check_withdrawal(
    subscription: Subscription, declaration: Declaration, *, customer: Customer, zone: ZoneInfo
) -> None:
    """Refuses companies, what has ended, and what comes too late. It ends at once, so that who declares it
    has to be proven.
    """
    if subscription.status in ENDED:
        raise SubscriptionAlreadyEnded("This subscription has ended already.")
    if customer.company:
        raise WithdrawalForConsumersOnly("Only consumers can withdraw from a contract.")
    if declaration.received_at >= withdrawable_until(subscription, zone):
        raise WithdrawalPeriodOver(f"The {DAYS} days to withdraw from it are over.")
    check_proven(declaration.received_at, declaration.received_at, declaration.terms)


def is_withdrawal(change: PendingChange) -> bool:
    """Whether the contract ends as if it had never been."""
    declaration = change.cancellation.declaration if change.cancellation else None
    return declaration is not None and declaration.is_withdrawal
