"""Show a picture with a product, once it lies in the store."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import ProductUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.domain.picture import Picture, with_picture
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.told import product_data


async def add_picture(work: Work, product_id: str, picture: Picture) -> Product:
    """The product with it, after those that it has."""
    products = Products(work.session)
    product = await products.get(work.scope, product_id, for_update=True)
    pictures = with_picture(product.pictures, picture)
    changed = replace(product, pictures=pictures, version=product.version + 1)
    await products.save(changed)
    work.announce(ProductUpdated(product=product_data(changed)), subject=changed.id, version=changed.version)
    return changed
