"""Carry out a cancellation that a customer declared, as of its arrival, however late it is heard here."""

from dataclasses import replace

from foyer_shared.basics.origin import Actor
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.charged_period import ChargedPeriod
from foyer_subscriptions.domain.declaration import Decision, Declaration
from foyer_subscriptions.domain.errors import CancellationChanged, DeclarationRefused
from foyer_subscriptions.domain.outlook import Outlook, outlook
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.charged_periods import ChargedPeriods
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.decisions import Decisions
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.storage.usage import Usage
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.receive_cancellation import receive_cancellation
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.take_due_steps import take_due_steps
from foyer_subscriptions.use_cases.void_periods import void_periods


async def apply_declaration(
    work: Work,
    subscription_id: str,
    declaration: Declaration,
    *,
    declared_by: Actor,
    reason: str | None = None,
    message: str | None = None,
    promise: str | None = None,
) -> tuple[Subscription, Outlook]:
    """Once, whether the portal's call or its event comes first; the second one gets what the first one got.

    A period that was begun after the arrival is voided with all of its charge, and so is a change of plan
    that was made after it. A refusal announces nothing. No reason is refused: none has to be given.
    """
    found = await Subscriptions(work.session).get_for_update(work.scope, subscription_id)
    decision = await Decisions(work.session).find(work.scope, declaration.id)
    if decision:
        return await _as_decided(work, found, decision)
    then = Work(work.session, replace(work.origin, actor=declared_by, now=declaration.received_at))
    undone = await _begun_after_arrival(then, found)
    without = void_periods(then, found, undone, declaration)
    await Usage(then.session).reprice(found, without)
    as_it_was = await take_due_steps(then, without, Circumstances(then.session), charging=False)
    subscription, plan = await receive_cancellation(
        then,
        as_it_was,
        by=PausedBy.CUSTOMER,
        reason=reason,
        message=message,
        promise=_promised(promise),
        declaration=declaration,
    )
    await ChargedPeriods(work.session).void(work.scope, undone, now=work.now)
    await Decisions(work.session).add(
        work.scope,
        Decision(declaration_id=declaration.id, subscription_id=found.id, change_id=plan.change.id),
    )
    work.announced += then.announced
    if undone:
        await settle_entitlements(work, subscription)
    if work.now > then.now:
        subscription = await advance_subscription(work, found.id, charging=False)
    return subscription, plan


def _promised(text: str | None) -> Promise | None:
    """What is none was never shown to anybody, and does not keep what was declared from counting."""
    try:
        return Promise.parse(text) if text else None
    except CancellationChanged:
        return None


async def _as_decided(
    work: Work, subscription: Subscription, decision: Decision
) -> tuple[Subscription, Outlook]:
    change = await Decisions(work.session).change_of(decision)
    if change is None:
        raise DeclarationRefused("It was decided before that this cannot be carried out. We look into it.")
    zone = await Circumstances(work.session).zone(subscription)
    return subscription, outlook(subscription, change, zone=zone)


async def _begun_after_arrival(then: Work, subscription: Subscription) -> tuple[ChargedPeriod, ...]:
    """Newest first. What has ended stays as it ended."""
    if subscription.status in ENDED:
        return ()
    return await ChargedPeriods(then.session).begun_after(then.scope, subscription.id, then.now)
