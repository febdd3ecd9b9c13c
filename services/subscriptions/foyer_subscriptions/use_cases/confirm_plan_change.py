"""Change a subscription as it was quoted: now, when it is paid, or when the period ends."""

from dataclasses import replace

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.subscriptions import (
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeScheduled,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.change_plan import await_payment, change_plan, schedule_plan_change
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.plan import PlanChangeKind
from foyer_subscriptions.domain.plan_errors import QuoteNotFound
from foyer_subscriptions.domain.quote import PlanQuote, use
from foyer_subscriptions.domain.retention import OfferKind
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    ChangeState,
    PausedBy,
    PendingChange,
    PlannedChange,
    Subscription,
)
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.quotes import Quotes
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.announce_plan_changed import announce_plan_changed
from foyer_subscriptions.use_cases.charge_plan_change import charge_plan_change
from foyer_subscriptions.use_cases.count_redemption import count_redemption
from foyer_subscriptions.use_cases.find_redeemable import Asked, find_redeemable
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.take_retention_offers import take_retention_offers
from foyer_subscriptions.use_cases.told import announce, announce_discount, line_data, plan_data, plan_facts


async def confirm_plan_change(
    work: Work, subscription_id: str, quote_id: str, *, for_customer: bool
) -> Subscription:
    """Use the quote: nothing is reckoned anew, so that what was shown is what is charged.

    The subscription's lock makes two confirmations come one after the other; the second finds its quote used,
    or made for a version that is no more. A customer uses no quote of the business.
    """
    subscription = await advance_subscription(work, subscription_id)
    quotes = Quotes(work.session)
    found = await quotes.get(work.scope, quote_id, subscription)
    if for_customer and found.requested_by is not PausedBy.CUSTOMER:
        raise QuoteNotFound("There is no such quote for this subscription.", field="quote")
    quote = use(found, subscription, now=work.now)
    await quotes.save(quote)
    if quote.plan.discount:
        await _redeem(work, subscription, quote.plan, quote.plan.discount)
    if quote.plan.kind is PlanChangeKind.DISCOUNT:
        return await _discount(work, subscription, quote)
    if quote.must_be_paid_first:
        return await _await_payment(work, subscription, quote)
    await take_retention_offers(work, subscription, OfferKind.PLAN, by=quote.requested_by)
    if quote.at_period_end:
        return await _schedule(work, subscription, quote)
    return await _change_now(work, subscription, quote)


async def _redeem(work: Work, subscription: Subscription, plan: PlannedChange, discount: Discount) -> None:
    """The code counts from now on, whatever becomes of the change; refused if it cannot be given any more."""
    asked = Asked(code=discount.code)
    found = await find_redeemable(
        work, asked, items=plan.items, customer_id=subscription.customer_id, for_update=True
    )
    await count_redemption(work, found, replace(subscription, discount=discount))


async def _discount(work: Work, subscription: Subscription, quote: PlanQuote) -> Subscription:
    discounted = replace(subscription, discount=quote.plan.discount)
    saved = await Subscriptions(work.session).save(discounted, now=work.now)
    announce_discount(work, saved, replaces=subscription.discount)
    return saved


async def _schedule(work: Work, subscription: Subscription, quote: PlanQuote) -> Subscription:
    planned, change = schedule_plan_change(subscription, quote.plan, by=quote.requested_by)
    saved = await Subscriptions(work.session).save(planned, now=work.now)
    announce(
        work,
        SubscriptionPlanChangeScheduled,
        saved,
        **plan_facts(change, quote.plan),
        effective_at=change.effective_at,
        before=plan_data(saved),
    )
    return saved


async def _await_payment(work: Work, subscription: Subscription, quote: PlanQuote) -> Subscription:
    waiting, change = await_payment(
        subscription, quote.plan, effective_at=quote.effective_at, by=quote.requested_by, now=work.now
    )
    plan = change.plan or quote.plan
    saved = await Subscriptions(work.session).save(waiting, now=work.now)
    announce(
        work,
        SubscriptionPlanChangeRequested,
        saved,
        **plan_facts(change, plan),
        effective_at=change.effective_at,
        lapses_at=plan.lapses_at,
        lines=line_data(plan.lines),
        before=plan_data(saved),
    )
    return saved


async def _change_now(work: Work, subscription: Subscription, quote: PlanQuote) -> Subscription:
    change = PendingChange(
        id=new_id("chg"),
        kind=ChangeKind.PLAN,
        effective_at=quote.effective_at,
        requested_by=quote.requested_by,
        plan=quote.plan,
        state=ChangeState.APPLIED,
    )
    zone = await Circumstances(work.session).zone(subscription)
    changed = change_plan(subscription, quote.plan, zone=zone, at=quote.effective_at)
    charged = charge_plan_change(work, subscription, changed, change, quote.plan)
    saved = await Subscriptions(work.session).save(charged.with_change(change), now=work.now)
    announce_plan_changed(work, subscription, saved, change, quote.plan, due=quote.plan.due.value)
    await settle_entitlements(work, saved)
    return saved
