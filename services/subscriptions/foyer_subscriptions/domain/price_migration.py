"""A business moves existing subscriptions to another price of the same product, after a notice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain import price_change_errors as errors
from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.errors import PriceNotRecurring, PriceNotSold
from foyer_subscriptions.domain.pricing import BillingScheme, Pricing, TaxBehavior

NOTICE = timedelta(days=30)
"""So long at least before it holds customers hear of a new price."""

FARTHEST = timedelta(days=730)


class MigrationState(StrEnum):
    """How far it has come."""

    ANNOUNCING = "announcing"
    """Its subscriptions are told, a batch at a time."""
    ANNOUNCED = "announced"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    """Those that had not renewed by then keep their price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMigration:
    """From one price to another, at renewals from `effective_from` on; `announced` counts who was told."""

    id: str
    business_id: str
    price_id: str
    to_price_id: str
    effective_from: datetime
    state: MigrationState = MigrationState.ANNOUNCING
    announced: int = 0
    created_at: datetime


def migrate(
    price: Price, to: Price, product: Product, *, effective_from: datetime | None, now: datetime
) -> PriceMigration:
    """Begin; each thing that is wrong with it has a code of its own. `product` is the new price's."""
    _check_prices(price, to)
    if not (to.active and product.active):
        raise PriceNotSold(f"{product.name} is not sold at this price any more.", field="to")
    begins = effective_from or now + NOTICE
    if begins <= now:
        raise errors.MigrationInThePast("This moment has passed already.", field="effective_from")
    if begins < now + NOTICE:
        raise errors.MigrationNoticeTooShort(
            f"Customers hear of a new price {NOTICE.days} days ahead.", field="effective_from"
        )
    if begins > now + FARTHEST:
        raise errors.MigrationTooFarAhead(f"At most {FARTHEST.days} days ahead.", field="effective_from")
    return PriceMigration(
        id=new_id("mig"),
        business_id=price.business_id,
        price_id=price.id,
        to_price_id=to.id,
        effective_from=begins,
        created_at=now,
    )


def _check_prices(price: Price, to: Price) -> None:
    if price.id == to.id:
        raise errors.MigrationToSamePrice("This is the price that they have.", field="to")
    if price.product_id != to.product_id:
        raise errors.MigrationProductDiffers("Both are prices of one product.", field="to")
    if price.interval is None or to.interval is None:
        raise PriceNotRecurring("Only what recurs is subscribed to.", field="to")
    if price.currency != to.currency:
        raise errors.MigrationCurrencyDiffers("Both prices have one currency.", field="to")
    behaviors = {price.pricing.tax_behavior, to.pricing.tax_behavior}
    if len(behaviors) > 1 or TaxBehavior.UNSPECIFIED in behaviors:
        raise errors.MigrationTaxBehaviorDiffers("Both prices include tax, or neither does.", field="to")
    if (price.interval, price.interval_count) != (to.interval, to.interval_count):
        raise errors.MigrationIntervalDiffers("Both prices are for one interval.", field="to")
    if _counting(price.pricing) != _counting(to.pricing):
        raise errors.MigrationSchemeDiffers("Both are sold by number, flat, or by use.", field="to")


def _counting(pricing: Pricing) -> tuple[bool, bool]:
    return pricing.is_metered, pricing.scheme is BillingScheme.FLAT


def withdraw_migration(migration: PriceMigration) -> PriceMigration:
    """Those that have not renewed since keep their price."""
    if migration.state in {MigrationState.WITHDRAWING, MigrationState.WITHDRAWN}:
        raise errors.PriceMigrationWithdrawn("This was withdrawn already.")
    return replace(migration, state=MigrationState.WITHDRAWING)
