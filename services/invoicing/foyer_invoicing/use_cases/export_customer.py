"""All that invoicing knows of a customer, for the customer to take along."""

from dataclasses import dataclass

from foyer_shared.basics.custom_fields import CustomField
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.customer_address import CustomerAddress
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.customer_fields import CustomerFields
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.storage.payments import Payments

_MOST_ADDRESSES = 1_000


@dataclass(frozen=True, slots=True)
class Export:
    """The newest first; `payments` by the ids of their invoices."""

    customer: Customer
    fields: tuple[CustomField, ...]
    addresses: list[CustomerAddress]
    orders: list[tuple[Order, tuple[TaxedLine, ...]]]
    invoices: list[tuple[Invoice, tuple[TaxedLine, ...]]]
    payments: dict[str, list[Payment]]


async def export_customer(work: Work, customer_id: str) -> Export:
    """Of the scope's customer, in six queries; raises CustomerNotFound."""
    session, scope = work.session, work.scope
    return Export(
        customer=await Customers(session).get(scope, customer_id),
        fields=await CustomerFields(session).get(scope),
        addresses=await Addresses(session).list_page(scope, customer_id, limit=_MOST_ADDRESSES),
        orders=await Orders(session).all_with_lines(scope),
        invoices=await Invoices(session).all_with_lines(scope),
        payments=await Payments(session).all_by_invoice(scope),
    )
