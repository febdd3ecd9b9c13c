"""Change a product or what its customers may do by themselves."""

from dataclasses import replace
from typing import Any

from foyer_shared.basics.custom_fields import checked_fields
from foyer_shared.contracts.subscriptions import ProductUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.told import product_data


async def update_product(
    work: Work,
    product_id: str,
    *,
    changes: dict[str, Any],
    self_service: dict[str, Any],
    billing: dict[str, Any],
) -> Product:
    """Store what is named in `changes` and in the changes of the policies; the rest stays as it is."""
    products = Products(work.session)
    product = await products.get(work.scope, product_id, for_update=True)
    changed = replace(
        product,
        **changes,
        self_service=replace(product.self_service, **self_service),
        billing=replace(product.billing, **billing),
        version=product.version + 1,
    )
    checked_fields(changed.custom_fields)
    offered = changed.self_service.plan_products or ()
    await products.check_all(work.scope, offered, field="self_service.plan_products")
    await products.save(changed)
    work.announce(ProductUpdated(product=product_data(changed)), subject=changed.id, version=changed.version)
    return changed
