"""What subscriptions can be changed to."""

from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.plan_change import check_plan_change_possible
from foyer_subscriptions.domain.plan_options import Options, Sold, plan_options
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.pricing import TaxBehavior
from foyer_subscriptions.domain.subscription import Item, PausedBy, Subscription
from foyer_subscriptions.storage.catalogue import Prices
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.binding_policy import binding_policy


class PlansOnOffer:
    """The plans for each subscription that one page shows; what several of them share is read once."""

    def __init__(self, work: Work, *, by: PausedBy) -> None:
        self._work = work
        self._by = by
        self._sold: dict[tuple[str, str, TaxBehavior], Sold] = {}
        self._methods: dict[str, set[str]] = {}

    async def options(self, subscription: Subscription, policy: SelfServicePolicy) -> Options:
        """Its own product and others, each price with what refuses it."""
        refusal = await self._refusal(subscription, policy)
        sold = await self._sold_like(subscription, subscription.items[0], of=policy.plan_products)
        return plan_options(subscription, policy, sold, refusal=refusal, by=self._by)

    async def offered(self, subscription: Subscription, policy: SelfServicePolicy) -> Options | None:
        """The same, or None where every change is refused."""
        if await self._refusal(subscription, policy):
            return None
        return await self.options(subscription, policy)

    async def _refusal(self, subscription: Subscription, policy: SelfServicePolicy) -> FoyerError | None:
        customer_id = subscription.customer_id
        if customer_id not in self._methods:
            scope = Scope(subscription.business_id, customer_id)
            self._methods[customer_id] = await Standings(self._work.session).method_kinds(scope)
        methods = self._methods[customer_id]
        try:
            check_plan_change_possible(subscription, policy, by=self._by, methods=methods)
        except FoyerError as error:
            return error
        return None

    async def _sold_like(self, subscription: Subscription, item: Item, *, of: tuple[str, ...] | None) -> Sold:
        key = (item.product_id, item.unit_amount.currency, item.pricing.tax_behavior)
        if key not in self._sold:
            scope = Scope(subscription.business_id)
            prices = Prices(self._work.session)
            self._sold[key] = await prices.plans(scope, item, of=of)
        return self._sold[key]


async def read_plans(work: Work, subscription_id: str, *, by: PausedBy) -> Options:
    """What one subscription can be changed to."""
    subscriptions = Subscriptions(work.session)
    get = subscriptions.get_shown if by is PausedBy.CUSTOMER else subscriptions.get
    subscription = await get(work.scope, subscription_id)
    policy = await binding_policy(work, subscription)
    return await PlansOnOffer(work, by=by).options(subscription, policy)
