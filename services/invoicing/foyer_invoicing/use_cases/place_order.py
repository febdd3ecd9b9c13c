"""A customer buys: an order with its invoice, which is final at once."""

from collections.abc import Sequence
from dataclasses import replace

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import OrderPaid, OrderPlaced
from foyer_shared.postal import checked_address
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.document_number import ORDER_SERIES, order_number
from foyer_invoicing.domain.invoice import USUAL_TERMS, InvoiceStatus, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.sale import Sale, whole_discount
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.told import order_data


async def place_order(
    work: Work,
    *,
    customer_id: str,
    sale: Sale,
    terms: Terms = USUAL_TERMS,
) -> tuple[Order, tuple[TaxedLine, ...]]:
    """An order of nothing is paid at once. Raises AddressInvalid, and what `issue_invoice` raises."""
    order_id = new_id("ord")
    ship_to = sale.ship_to and checked_address(sale.ship_to, field="shipping_address")
    invoice, taxed = await issue_invoice(
        work,
        customer_id=customer_id,
        sale=replace(sale, ship_to=ship_to),
        terms=replace(terms, order_id=order_id, ship_to=ship_to),
    )
    business = await Businesses(work.session).get(work.scope)
    drawn = await NumberSeries(work.session).draw(work.scope, ORDER_SERIES)
    order = Order(
        id=order_id,
        business_id=business.id,
        customer_id=customer_id,
        number=order_number(business.number_prefix, drawn),
        totals=invoice.totals,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        placed_at=work.now,
        discount=whole_discount(sale),
        ship_to=ship_to,
    )
    if invoice.status is InvoiceStatus.PAID:
        order = order.paid(at=work.now)
    await Orders(work.session).add(order, taxed)
    _announce(work, order, taxed)
    return order, taxed


def _announce(work: Work, order: Order, lines: Sequence[TaxedLine]) -> None:
    told, customer_id = order_data(order, lines), order.customer_id
    work.announce(OrderPlaced(order=told), subject=order.id, version=1, customer_id=customer_id)
    if order.status is OrderStatus.PAID:
        work.announce(OrderPaid(order=told), subject=order.id, version=order.version, customer_id=customer_id)
