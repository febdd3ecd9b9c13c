"""The doors of subscriptions: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_subscriptions.api import (
    cancellation_reasons,
    coupons,
    customer,
    customer_plans,
    discounts,
    entitlements,
    license_keys,
    plans,
    prices,
    product_entitlements,
    products,
    promotion_codes,
    subscriptions,
    usage,
)

ROUTERS = (
    products.router,
    product_entitlements.router,
    prices.router,
    coupons.router,
    promotion_codes.router,
    subscriptions.router,
    entitlements.router,
    license_keys.router,
    license_keys.calls,
    discounts.router,
    plans.router,
    cancellation_reasons.router,
    usage.router,
    customer.router,
    customer_plans.router,
    usage.customer_router,
)
