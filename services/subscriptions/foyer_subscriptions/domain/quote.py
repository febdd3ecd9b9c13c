"""A binding quote: what a change of plan costs and when it happens, as it is shown and then charged."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.change_plan import change_plan, schedule_plan_change
from foyer_subscriptions.domain.charge import lines_for, total_of, unused
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.next_charge import NextCharge, next_charge
from foyer_subscriptions.domain.periods import to_the_second
from foyer_subscriptions.domain.plan import ChangeDue, ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.plan_errors import (
    PauseIsPlanned,
    QuoteAlreadyUsed,
    QuoteExpired,
    QuoteOutdated,
)
from foyer_subscriptions.domain.plan_target import Target
from foyer_subscriptions.domain.policy import Proration, SelfServicePolicy, TrialChange
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    Collection,
    PausedBy,
    PlannedChange,
    Subscription,
)

VALID_FOR = timedelta(minutes=15)
"""So long a quote can be confirmed, if its period does not end before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuote:
    """A quote for one version of a subscription; it is used once."""

    id: str
    business_id: str
    customer_id: str
    subscription_id: str
    subscription_version: int
    requested_by: PausedBy
    plan: PlannedChange
    effective_at: datetime
    at_period_end: bool
    must_be_paid_first: bool
    ends_trial: bool
    next: NextCharge | None
    """The next charge of the new plan, beside which comes what is carried to it."""
    quoted_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    @property
    def subtotal(self) -> Money:
        """What its lines come to, without tax unless the prices include it; negative for a credit."""
        total = self.plan.amount * 0
        for line in self.plan.lines:
            total += line.due
        return total


def make_quote(
    subscription: Subscription,
    target: Target,
    policy: SelfServicePolicy,
    timing: ChangeTiming,
    *,
    by: PausedBy,
    zone: ZoneInfo,
    now: datetime,
    discount: Discount | None = None,
) -> PlanQuote:
    """What the change means if it is confirmed, reckoned to the second of `now`; `discount` comes with it."""
    quote_id = new_id("quo")
    at = to_the_second(now)
    planned = PlannedChange(
        quote_id=quote_id,
        kind=target.kind,
        replaces=subscription.items,
        items=target.items,
        interval=target.interval,
        interval_count=target.interval_count,
        discount=discount,
    )
    if timing is ChangeTiming.NOW:
        planned = _priced(subscription, target, policy, planned, zone=zone, at=at)
        effective_at, after = at, change_plan(subscription, planned, zone=zone, at=at)
    else:
        effective_at = subscription.current_period_end
        after, _ = schedule_plan_change(subscription, planned, by=by)
    total = total_of(subscription, planned.lines).amount
    on_session = subscription.collection is Collection.AUTOMATIC and by is PausedBy.CUSTOMER
    return PlanQuote(
        id=quote_id,
        business_id=subscription.business_id,
        customer_id=subscription.customer_id,
        subscription_id=subscription.id,
        subscription_version=subscription.version,
        requested_by=by,
        plan=planned,
        effective_at=effective_at,
        at_period_end=timing is ChangeTiming.PERIOD_END,
        must_be_paid_first=planned.due is ChangeDue.NOW and total > 0 and on_session,
        ends_trial=planned.begins_period and subscription.status is Status.TRIALING,
        next=_next(after),
        quoted_at=at,
        # With the next period it would be another quote.
        expires_at=min(now + VALID_FOR, subscription.current_period_end),
    )


def make_discount_quote(
    subscription: Subscription, discount: Discount | None, *, by: PausedBy, now: datetime
) -> PlanQuote:
    """The same plan with a discount: nothing is due for it, and the periods to come cost less."""
    quote_id = new_id("quo")
    at = to_the_second(now)
    return PlanQuote(
        id=quote_id,
        business_id=subscription.business_id,
        customer_id=subscription.customer_id,
        subscription_id=subscription.id,
        subscription_version=subscription.version,
        requested_by=by,
        plan=PlannedChange(
            quote_id=quote_id,
            kind=PlanChangeKind.DISCOUNT,
            replaces=subscription.items,
            items=subscription.items,
            interval=subscription.interval,
            interval_count=subscription.interval_count,
            discount=discount,
        ),
        effective_at=at,
        at_period_end=False,
        must_be_paid_first=False,
        ends_trial=False,
        next=_next(replace(subscription, discount=discount or subscription.discount)),
        quoted_at=at,
        expires_at=now + VALID_FOR,
    )


def _next(after: Subscription) -> NextCharge | None:
    return next_charge(replace(after, carried=()))


def _priced(
    subscription: Subscription,
    target: Target,
    policy: SelfServicePolicy,
    planned: PlannedChange,
    *,
    zone: ZoneInfo,
    at: datetime,
) -> PlannedChange:
    """With the lines of a change that happens now, and when they are invoiced."""
    in_trial = subscription.status is Status.TRIALING
    if in_trial and policy.trial_change is TrialChange.CONTINUE_TRIAL:
        return planned
    if in_trial or _resets(subscription, target, policy):
        if subscription.waiting_of(ChangeKind.PAUSE):
            raise PauseIsPlanned("A pause is planned for the period's end; withdraw it first.")
        begins = replace(planned, begins_period=True, due=ChangeDue.NOW)
        begun = change_plan(subscription, begins, zone=zone, at=at)
        charge = _for_period(
            lines_for(begun, begun.bought), begun.current_period_start, begun.current_period_end
        )
        credited = not in_trial and policy.proration is not Proration.NONE
        lines = (*(_credit(subscription, target, at) if credited else ()), *charge)
        return _invoiced_now(subscription, begins, lines)
    if policy.proration is Proration.NONE:
        return planned
    lines = (*_credit(subscription, target, at), *_charge(subscription, target, at))
    if policy.proration is Proration.PRORATE:
        due = ChangeDue.NEXT_INVOICE if lines else ChangeDue.NOTHING
        return replace(planned, lines=_quoted(planned, lines), due=due)
    return _invoiced_now(subscription, planned, lines)


def _resets(subscription: Subscription, target: Target, policy: SelfServicePolicy) -> bool:
    """Whether a new period begins: always in another cycle, and never in a fixed term, which is counted."""
    if target.kind is PlanChangeKind.CYCLE_CHANGE:
        return True
    return policy.proration is Proration.RESET and subscription.periods is None


def _invoiced_now(
    subscription: Subscription, planned: PlannedChange, lines: tuple[Line, ...]
) -> PlannedChange:
    """An invoice that is made now takes along what waited for the next one."""
    all_lines = (*subscription.carried, *_quoted(planned, lines))
    return replace(planned, lines=all_lines, due=ChangeDue.NOW if all_lines else ChangeDue.NOTHING)


def _credit(subscription: Subscription, target: Target, at: datetime) -> tuple[Line, ...]:
    """The unused rest of what was paid for the changed item."""
    paid = subscription.paid_items[subscription.items.index(target.old)]
    left = lines_for(subscription, replace(unused(subscription, at), items=(paid,)))
    credit = tuple(line.credited() for line in left if line.amount.amount)
    return _for_period(credit, at, subscription.current_period_end)


def _charge(subscription: Subscription, target: Target, at: datetime) -> tuple[Line, ...]:
    """The same rest at the new price."""
    left = lines_for(subscription, replace(unused(subscription, at), items=(target.new,)))
    charge = tuple(line for line in left if line.amount.amount)
    return _for_period(charge, at, subscription.current_period_end)


def _for_period(lines: tuple[Line, ...], begins: datetime, ends: datetime) -> tuple[Line, ...]:
    return tuple(replace(line, period=(begins, ends)) for line in lines)


def _quoted(planned: PlannedChange, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(replace(line, quote_id=planned.quote_id) for line in lines)


def use(quote: PlanQuote, subscription: Subscription, *, now: datetime) -> PlanQuote:
    """The quote, used now; refuses one that was used, is too old, or was made for another version."""
    if quote.used_at:
        raise QuoteAlreadyUsed("This quote was used already.", field="quote")
    if quote.expires_at <= now:
        raise QuoteExpired("This quote is not valid any more. Please ask for a new one.", field="quote")
    if quote.subscription_version != subscription.version:
        raise QuoteOutdated("The subscription has changed since. Please ask for a new quote.", field="quote")
    return replace(quote, used_at=now)
