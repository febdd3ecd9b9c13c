"""The doors of invoicing: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_invoicing.api import customer, customers, dunning_settings, invoices, orders, tax_quotes, tax_rates

ROUTERS = (
    customers.router,
    orders.router,
    invoices.router,
    tax_quotes.router,
    tax_rates.router,
    dunning_settings.router,
    tax_quotes.customer_router,
    customer.router,
)
