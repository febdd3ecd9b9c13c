"""The doors of invoicing: `/v1` for the business, `/customer` for the portal's customers."""

import re

from foyer_invoicing.api import (
    balances,
    collection_cases,
    collection_settings,
    credit_notes,
    customer,
    customer_fields,
    customers,
    dunning_settings,
    exchange_rates,
    internal,
    invoices,
    leaving,
    orders,
    papers,
    payment_plans,
    payments,
    tax_quotes,
    tax_rates,
)

ROUTERS = (
    customers.router,
    customer_fields.router,
    orders.router,
    invoices.router,
    payments.router,
    credit_notes.router,
    balances.router,
    credit_notes.customer_router,
    balances.customer_router,
    tax_quotes.router,
    tax_rates.router,
    exchange_rates.router,
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
    papers.router,
)

WITH_LINES = re.compile(r"/v1/(orders|invoices|credit-notes|tax-quotes)(/[^/]+)?|/customer/tax-quotes")
"""Doors whose bodies may hold thousands of lines."""
