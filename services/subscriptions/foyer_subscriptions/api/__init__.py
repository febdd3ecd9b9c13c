"""The doors of subscriptions: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_subscriptions.api import cancellation_reasons, customer, prices, products, subscriptions

ROUTERS = (products.router, prices.router, subscriptions.router, cancellation_reasons.router, customer.router)
