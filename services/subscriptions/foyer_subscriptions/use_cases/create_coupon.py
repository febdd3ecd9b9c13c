"""Make a coupon."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.coupon import Coupon, check_terms
from foyer_subscriptions.domain.errors import ProductNotFound
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.storage.coupons import Coupons


async def create_coupon(work: Work, coupon: Coupon) -> Coupon:
    """Store it; its products are this business's."""
    check_terms(coupon)
    await _check_products(work, coupon.reduction.product_ids)
    await Coupons(work.session).add(coupon, created_at=work.now)
    return coupon


async def _check_products(work: Work, product_ids: Sequence[str]) -> None:
    found = await Products(work.session).get_many(work.scope, product_ids)
    for product_id in product_ids:
        if product_id not in found:
            raise ProductNotFound(f"There is no product {product_id}.", field="applies_to")
