"""What decides about subscriptions beside themselves; what many of them share is read once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_subscriptions.domain.billing_policy import DuringPaymentPlan
from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.domain.usage import UsagePeriod, close_usage
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.storage.usage import Usage


class Circumstances:
    """The business, the first product and the debts of each subscription that one transaction is about."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._zones: dict[str, ZoneInfo] = {}
        self._products: dict[str, Product] = {}
        self._granting: dict[str, bool] = {}

    async def zone(self, subscription: Subscription) -> ZoneInfo:
        """The time zone of its business."""
        business_id = subscription.business_id
        if business_id not in self._zones:
            self._zones[business_id] = await Businesses(self._session).zone(Scope(business_id))
        return self._zones[business_id]

    async def product(self, subscription: Subscription) -> Product:
        """The product of its first item, whose billing policy binds."""
        product_id = subscription.items[0].product_id
        if product_id not in self._products:
            scope = Scope(subscription.business_id)
            self._products[product_id] = await Products(self._session).get(scope, product_id)
        return self._products[product_id]

    async def can_collect(self, subscription: Subscription) -> bool:
        """Whether its customer has a way to pay; one that is added at this moment comes before or after."""
        scope = Scope(subscription.business_id, subscription.customer_id)
        await Subscriptions(self._session).lock_customer(scope)
        return await Standings(self._session).can_collect(scope)

    async def close_usage(self, subscription: Subscription, *, ends: datetime) -> tuple[UsagePeriod, ...]:
        """What was used by then and is to be paid now; kept as a closed period."""
        usage = Usage(self._session)
        periods = close_usage(subscription, await usage.close(subscription, until=ends), ends=ends)
        await usage.add_periods(subscription, periods)
        return periods

    async def grants_anything(self, subscription: Subscription) -> bool:
        """Whether its business grants entitlements at all."""
        business_id = subscription.business_id
        if business_id not in self._granting:
            self._granting[business_id] = await Entitlements(self._session).any_of(Scope(business_id))
        return self._granting[business_id]

    async def owed(self, subscription: Subscription) -> str | None:
        """Its oldest invoice that is overdue and that no payment plan covers, by its product's policy."""
        scope, plan_covers = Scope(subscription.business_id), await self._plan_covers(subscription)
        return await Standings(self._session).owed(scope, subscription.id, plan_covers=plan_covers)

    async def owes(self, subscription: Subscription) -> bool:
        """Whether there is one."""
        return await self.owed(subscription) is not None

    async def is_owed(self, subscription: Subscription, invoice_id: str) -> bool:
        """Whether this invoice of it is one."""
        scope, plan_covers = Scope(subscription.business_id), await self._plan_covers(subscription)
        return await Standings(self._session).is_owed(scope, invoice_id, plan_covers=plan_covers)

    async def _plan_covers(self, subscription: Subscription) -> bool:
        billing = (await self.product(subscription)).billing
        return billing.during_payment_plan is DuringPaymentPlan.KEEP
