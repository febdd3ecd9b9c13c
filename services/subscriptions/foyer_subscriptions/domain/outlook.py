"""What a cancellation means: what is still charged until then, and what comes back."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.charge import lines_for, total_of, unused
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.renew import renew
from foyer_subscriptions.domain.subscription import ChangeState, PendingChange, Subscription
from foyer_subscriptions.domain.timeline import Step, next_due


@dataclass(frozen=True, slots=True)
class Charge:
    """A period that still begins, and what it costs without tax unless the prices include it."""

    at: datetime
    until: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class Outlook:
    """A cancellation with its consequences."""

    change: PendingChange
    charges: tuple[Charge, ...]
    comes_back: Money
    outstanding: Money
    """What earlier changes within the period cost and is invoiced when it ends; negative for a credit."""


def outlook(subscription: Subscription, change: PendingChange, *, zone: ZoneInfo) -> Outlook:
    """What happens from the cancellation to its effective date, if nobody takes it back; nothing more once it
    was taken back or has been done.
    """
    subscription = subscription.with_change(change)
    charges = []
    waits = change.state is ChangeState.WAITING
    while waits and (due := next_due(subscription)) and due.step is Step.RENEW:
        subscription = renew(subscription, zone=zone)
        charges.append(
            Charge(
                at=subscription.current_period_start,
                until=subscription.current_period_end,
                amount=total_of(
                    subscription, (*lines_for(subscription, subscription.bought), *subscription.carried)
                ),
            )
        )
        subscription = replace(subscription, carried=())
    return Outlook(
        change=change,
        charges=tuple(charges),
        comes_back=total_of(subscription, credit_lines(subscription, change)),
        outstanding=total_of(subscription, subscription.carried),
    )


def credit_lines(subscription: Subscription, change: PendingChange) -> tuple[Line, ...]:
    """What comes back when the change takes effect; none where nothing does."""
    if change.cancellation is None or change.cancellation.credit_to is None:
        return ()
    return lines_for(subscription, unused(subscription, change.effective_at))
