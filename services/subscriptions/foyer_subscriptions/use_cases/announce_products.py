"""Tells again of every product, for services that lost their copies or keep more of them than before."""

from foyer_shared.contracts.subscriptions import ProductUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.told import product_data


async def announce_products(work: Work, *, after: str | None, limit: int) -> str | None:
    """The business's next products behind `after`, newest first; where to go on, None when that was all."""
    products = await Products(work.session).list_page(work.scope, limit=limit, after=after)
    for product in products:
        work.reannounce(
            ProductUpdated(product=product_data(product)), subject=product.id, version=product.version
        )
    return products[-1].id if len(products) == limit else None
