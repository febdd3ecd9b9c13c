"""Offer these other ways to whoever is about to cancel."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import CancellationReasonUnknown, ProductNotFound
from foyer_subscriptions.domain.retention import RetentionOffer, checked_offers
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.storage.coupons import Coupons
from foyer_subscriptions.storage.reasons import Reasons
from foyer_subscriptions.storage.retention import RetentionOffers


async def set_retention_offers(work: Work, offers: Sequence[RetentionOffer]) -> tuple[RetentionOffer, ...]:
    """From now on these, in this order; coupons, products and reasons are this business's."""
    checked = checked_offers(offers)
    for offer in checked:
        if offer.coupon_id is not None:
            await Coupons(work.session).get(work.scope, offer.coupon_id)
    await _check_products(work, [product for offer in checked for product in offer.product_ids])
    await _check_reasons(work, {reason for offer in checked for reason in offer.reasons})
    await RetentionOffers(work.session).put(work.scope, checked)
    return checked


async def _check_products(work: Work, product_ids: Sequence[str]) -> None:
    found = await Products(work.session).get_many(work.scope, product_ids)
    for product_id in product_ids:
        if product_id not in found:
            raise ProductNotFound(f"There is no product {product_id}.", field="offers.applies_to")


async def _check_reasons(work: Work, codes: set[str]) -> None:
    known = {reason.code for reason in await Reasons(work.session).get(work.scope)}
    for code in sorted(codes - known):
        raise CancellationReasonUnknown(f"{code} is none of your reasons.", field="offers.reasons")
