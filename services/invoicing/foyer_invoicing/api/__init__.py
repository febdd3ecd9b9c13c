"""The doors of invoicing: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_invoicing.api import (
    collection_cases,
    collection_settings,
    customer,
    customer_fields,
    customers,
    dunning_settings,
    internal,
    invoices,
    leaving,
    orders,
    payment_plans,
    tax_quotes,
    tax_rates,
)

ROUTERS = (
    customers.router,
    customer_fields.router,
    orders.router,
    invoices.router,
    tax_quotes.router,
    tax_rates.router,
    dunning_settings.router,
    collection_settings.router,
    collection_cases.router,
    payment_plans.router,
    collection_cases.customer_router,
    payment_plans.customer_router,
    tax_quotes.customer_router,
    customer.router,
    leaving.router,
    internal.router,
)
