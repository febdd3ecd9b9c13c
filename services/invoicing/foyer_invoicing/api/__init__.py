"""The doors of invoicing: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_invoicing.api import (
    customer,
    customer_fields,
    customers,
    dunning_settings,
    internal,
    invoices,
    leaving,
    orders,
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
    tax_quotes.customer_router,
    customer.router,
    leaving.router,
    internal.router,
)
