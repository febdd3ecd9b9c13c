"""Give a product a price."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.subscriptions import PriceCreated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.periods import Interval, check_interval
from foyer_subscriptions.domain.pricing import Pricing, check_pricing
from foyer_subscriptions.storage.catalogue import Prices, Products
from foyer_subscriptions.use_cases.told import price_data


async def create_price(
    work: Work,
    *,
    product_id: str,
    pricing: Pricing,
    interval: Interval | None,
    interval_count: int,
) -> Price:
    """Store the price; the product is this business's."""
    check_pricing(pricing, recurring=interval is not None)
    if interval:
        check_interval(interval, interval_count)
    product = await Products(work.session).get(work.scope, product_id)
    price = Price(
        id=new_id("price"),
        business_id=work.scope.business_id,
        product_id=product.id,
        pricing=pricing,
        interval=interval,
        interval_count=interval_count,
        active=True,
        version=1,
    )
    await Prices(work.session).add(price, created_at=work.now)
    work.announce(PriceCreated(price=price_data(price)), subject=price.id, version=price.version)
    return price
