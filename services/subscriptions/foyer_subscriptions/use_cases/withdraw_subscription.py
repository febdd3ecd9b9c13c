"""A consumer withdraws from a contract in its first days: it ends at once, and all of it comes back."""

from dataclasses import replace
from datetime import timedelta

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.subscriptions import SubscriptionPeriodVoided
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.charge import lines_for
from foyer_subscriptions.domain.declaration import Decision, Declaration
from foyer_subscriptions.domain.outlook import outlook
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.subscription import (
    Cancellation,
    ChangeKind,
    PausedBy,
    PendingChange,
    Subscription,
)
from foyer_subscriptions.domain.withdrawal import check_withdrawal
from foyer_subscriptions.storage.charged_periods import ChargedPeriods
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.customers import Customers
from foyer_subscriptions.storage.decisions import Decisions
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.storage.usage import Usage
from foyer_subscriptions.use_cases.keep_cancellation import keep_cancellation
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce, line_data
from foyer_subscriptions.use_cases.void_periods import void_periods

BEFORE_IT_BEGAN = timedelta(days=1)


async def withdraw_subscription(
    work: Work,
    subscription_id: str,
    declaration: Declaration,
    *,
    declared_by: Actor,
    message: str | None = None,
) -> None:
    """Once, as of the arrival: each period that was charged is voided, of which invoicing gives all back. A
    refusal announces nothing.
    """
    found = await Subscriptions(work.session).get_for_update(work.scope, subscription_id)
    if await Decisions(work.session).find(work.scope, declaration.id):
        return
    then = Work(work.session, replace(work.origin, actor=declared_by, now=declaration.received_at))
    zone = await Circumstances(work.session).zone(found)
    customer = await Customers(work.session).get(work.scope, found.customer_id)
    check_withdrawal(found, declaration, customer=customer, zone=zone)
    charged = await ChargedPeriods(work.session).begun_after(
        work.scope, found.id, found.started_at - BEFORE_IT_BEGAN
    )
    without = _void_first(then, void_periods(then, found, charged, declaration), declaration)
    await Usage(work.session).reprice(found, without)
    change = PendingChange(
        id=new_id("chg"),
        kind=ChangeKind.CANCEL,
        # What begins after the first period has been voided never begins again.
        effective_at=min(then.now, without.current_period_end),
        requested_by=PausedBy.CUSTOMER,
        cancellation=Cancellation(mode=CancellationMode.IMMEDIATE, message=message, declaration=declaration),
    )
    ended = await keep_cancellation(then, without, outlook(without, change, zone=zone))
    await ChargedPeriods(work.session).void(work.scope, charged, now=work.now)
    await Decisions(work.session).add(
        work.scope, Decision(declaration_id=declaration.id, subscription_id=found.id, change_id=change.id)
    )
    work.announced += then.announced
    await settle_entitlements(work, ended)


def _void_first(work: Work, subscription: Subscription, declaration: Declaration) -> Subscription:
    """The period that came with the contract, to which no way back is kept: nothing was before it."""
    if subscription.period_number == 0:
        return subscription
    announce(
        work,
        SubscriptionPeriodVoided,
        subscription,
        period_start=subscription.current_period_start,
        period_end=subscription.current_period_end,
        lines=line_data(lines_for(subscription, subscription.bought)),
        declaration_id=declaration.id,
    )
    return replace(subscription, version=subscription.version + 1)
