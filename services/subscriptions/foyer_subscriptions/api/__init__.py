"""The doors of subscriptions: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_subscriptions.api import cancellation_reasons, customer, prices, products, subscriptions, usage

ROUTERS = (
    products.router,
    prices.router,
    subscriptions.router,
    cancellation_reasons.router,
    usage.router,
    customer.router,
    usage.customer_router,
)
