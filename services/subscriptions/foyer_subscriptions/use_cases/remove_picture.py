"""Show a picture of a product no longer."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import ProductUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.domain.picture import Picture, without_picture
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.told import product_data


async def remove_picture(work: Work, product_id: str, picture_id: str) -> tuple[Product, Picture]:
    """The product without it, and what nobody needs in the store any more."""
    products = Products(work.session)
    product = await products.get(work.scope, product_id, for_update=True)
    pictures, gone = without_picture(product.pictures, picture_id)
    changed = replace(product, pictures=pictures, version=product.version + 1)
    await products.save(changed)
    work.announce(ProductUpdated(product=product_data(changed)), subject=changed.id, version=changed.version)
    return changed, gone
