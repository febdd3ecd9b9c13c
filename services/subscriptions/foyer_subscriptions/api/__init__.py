"""The doors of subscriptions: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_subscriptions.api import (
    cancellation_reasons,
    customer,
    entitlements,
    license_keys,
    prices,
    product_entitlements,
    products,
    subscriptions,
    usage,
)

ROUTERS = (
    products.router,
    product_entitlements.router,
    prices.router,
    subscriptions.router,
    entitlements.router,
    license_keys.router,
    license_keys.calls,
    cancellation_reasons.router,
    usage.router,
    customer.router,
    usage.customer_router,
)
