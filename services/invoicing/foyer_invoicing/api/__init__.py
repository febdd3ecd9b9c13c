"""The doors of invoicing: `/v1` for the business, `/customer` for the portal's customers."""

from foyer_invoicing.api import customer, customers, invoices, orders

ROUTERS = (customers.router, orders.router, invoices.router, customer.router)
