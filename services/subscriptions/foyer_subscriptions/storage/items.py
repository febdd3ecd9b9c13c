"""Items and the terms of their prices as plain columns, and back."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.pricing import BillingScheme, Pricing, TaxBehavior, Tier, UsageType
from foyer_subscriptions.domain.subscription import Item


def pricing_columns(pricing: Pricing) -> dict[str, Any]:
    """The columns of a price's terms; amounts are in the minor unit of its currency."""
    return {
        "amount": pricing.unit_amount.amount,
        "currency": pricing.unit_amount.currency,
        "tax_behavior": pricing.tax_behavior,
        "billing_scheme": pricing.scheme,
        "usage_type": pricing.usage_type,
        "included_units": pricing.included_units,
        "tiers": [
            {
                "up_to": tier.up_to,
                "unit_amount": tier.unit_amount.amount,
                "flat_amount": tier.flat_amount.amount,
            }
            for tier in pricing.tiers
        ],
    }


def pricing_of(stored: Mapping[str, Any]) -> Pricing:
    """The terms of a price; what came later has its defaults."""
    currency = stored["currency"]
    return Pricing(
        unit_amount=Money(stored["amount"], currency),
        tax_behavior=TaxBehavior(stored.get("tax_behavior", TaxBehavior.EXCLUSIVE)),
        scheme=BillingScheme(stored.get("billing_scheme", BillingScheme.PER_UNIT)),
        usage_type=UsageType(stored.get("usage_type", UsageType.LICENSED)),
        included_units=stored.get("included_units", 0),
        tiers=tuple(
            Tier(
                up_to=tier["up_to"],
                unit_amount=Money(tier["unit_amount"], currency),
                flat_amount=Money(tier["flat_amount"], currency),
            )
            for tier in stored.get("tiers", ())
        ),
    )


def item_columns(item: Item) -> dict[str, Any]:
    """An item as it is stored with its subscription: with the price as it was subscribed to."""
    return {
        "price_id": item.price_id,
        "product_id": item.product_id,
        "product_name": item.product_name,
        "quantity": item.quantity,
        **pricing_columns(item.pricing),
    }


def item_of(stored: Mapping[str, Any]) -> Item:
    """The item again."""
    return Item(
        price_id=stored["price_id"],
        product_id=stored["product_id"],
        product_name=stored["product_name"],
        quantity=stored["quantity"],
        pricing=pricing_of(stored),
    )
