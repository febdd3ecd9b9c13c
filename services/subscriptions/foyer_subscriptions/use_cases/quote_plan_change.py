"""Quote what another plan, cycle or quantity would cost, and hold it for a quarter of an hour."""

from dataclasses import dataclass

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.give_discount import check_discount_possible, check_not_given
from foyer_subscriptions.domain.plan import ChangeTiming
from foyer_subscriptions.domain.plan_change import check_offered, check_plan_change_possible
from foyer_subscriptions.domain.plan_options import check_is_option
from foyer_subscriptions.domain.plan_target import Target, item_to_change, target_of
from foyer_subscriptions.domain.plan_timing import chosen_timing, timings
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.quote import PlanQuote, make_discount_quote, make_quote
from foyer_subscriptions.domain.subscription import Item, PausedBy, Subscription
from foyer_subscriptions.storage.catalogue import Prices, Products
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.quotes import Quotes
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.find_redeemable import Asked, find_redeemable


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChange:
    """What is asked for: another price or quantity, of the only item or of the one with the price `item`."""

    price_id: str | None = None
    quantity: int | None = None
    item: str | None = None
    when: ChangeTiming | None = None
    promotion_code: str | None = None

    @property
    def is_code_alone(self) -> bool:
        """Whether the plan is to stay as it is."""
        return self.promotion_code is not None and self.price_id is None and self.quantity is None


async def quote_plan_change(
    work: Work, subscription_id: str, asked: AskedChange, *, by: PausedBy
) -> PlanQuote:
    """Store the quote; customers are bound by the policy and by the limits of self-service."""
    subscription = await advance_subscription(work, subscription_id)
    policy = await binding_policy(work, subscription)
    if asked.is_code_alone:
        return await _quote_code_alone(work, subscription, asked, policy=policy, by=by)
    scope = Scope(subscription.business_id, subscription.customer_id)
    methods = await Standings(work.session).method_kinds(scope)
    check_plan_change_possible(subscription, policy, by=by, methods=methods)
    item = item_to_change(subscription, asked.item)
    target = await _target(work, subscription, item, asked, policy=policy, by=by)
    if by is PausedBy.CUSTOMER:
        check_offered(target, policy)
    timing = chosen_timing(timings(subscription, target, policy, by=by), asked.when)
    zone = await Circumstances(work.session).zone(subscription)
    discount = await _discount(work, subscription, target.items, asked, policy=policy, by=by)
    quote = make_quote(
        subscription, target, policy, timing, by=by, zone=zone, now=work.now, discount=discount
    )
    await Quotes(work.session).add(quote)
    return quote


async def _quote_code_alone(
    work: Work, subscription: Subscription, asked: AskedChange, *, policy: SelfServicePolicy, by: PausedBy
) -> PlanQuote:
    discount = await _discount(work, subscription, subscription.items, asked, policy=policy, by=by)
    quote = make_discount_quote(subscription, discount, by=by, now=work.now)
    await Quotes(work.session).add(quote)
    return quote


async def _discount(
    work: Work,
    subscription: Subscription,
    items: tuple[Item, ...],
    asked: AskedChange,
    *,
    policy: SelfServicePolicy,
    by: PausedBy,
) -> Discount | None:
    """What the promotion code gives; it takes nothing from its limits until the quote is used."""
    if asked.promotion_code is None:
        return None
    check_discount_possible(subscription, policy, by=by)
    code = Asked(code=asked.promotion_code)
    found = await find_redeemable(work, code, items=items, customer_id=subscription.customer_id)
    check_not_given(subscription, found.coupon)
    return found.discount(work.now)


async def _target(
    work: Work,
    subscription: Subscription,
    item: Item,
    asked: AskedChange,
    *,
    policy: SelfServicePolicy,
    by: PausedBy,
) -> Target:
    sold = await _sold(work, subscription, asked.price_id) if asked.price_id else None
    target = target_of(subscription, item, sold=sold, quantity=asked.quantity)
    if by is PausedBy.CUSTOMER and target.new.price_id != item.price_id:
        scope = Scope(subscription.business_id)
        sold_like = await Prices(work.session).plans(scope, item, of=policy.plan_products)
        check_is_option(target.new.price_id, sold_like)
    return target


async def _sold(work: Work, subscription: Subscription, price_id: str) -> tuple[Product, Price]:
    scope = Scope(subscription.business_id)
    prices = await Prices(work.session).get_many(scope, [price_id])
    product_id = prices[price_id].product_id
    return (await Products(work.session).get(scope, product_id)), prices[price_id]
