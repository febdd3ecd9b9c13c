"""A customer buys: an order with its invoice, which is final at once."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import InvoiceFinalized, InvoicePaid, OrderPaid, OrderPlaced
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.check_lines import check_lines
from foyer_invoicing.domain.document_number import ORDER_SERIES, invoice_number, invoice_series, order_number
from foyer_invoicing.domain.finalize_invoice import DEFAULT_DUE_DAYS, finalize_invoice
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.totals import Totals, totals_of
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import invoice_data, order_data


async def place_order(
    work: Work,
    *,
    customer_id: str,
    lines: Sequence[Line],
    subscription_id: str | None = None,
    due_days: int = DEFAULT_DUE_DAYS,
) -> tuple[Order, tuple[TaxedLine, ...]]:
    """The tax is the customer's country's on the business's day. An order of nothing is paid at once.

    Raises CustomerNotFound, BusinessNotHere, and what `check_lines` refuses.
    """
    check_lines(lines)
    customer = await Customers(work.session).get(work.scope, customer_id)
    business = await Businesses(work.session).get(work.scope)
    taxed = taxed_lines(
        lines, country=customer.country or business.country, day=business.local_date(work.now)
    )
    order, invoice = await _numbered(
        work, business, customer_id, totals_of(taxed), subscription_id=subscription_id, due_days=due_days
    )
    await Orders(work.session).add(order, taxed)
    await Invoices(work.session).add(invoice, taxed)
    _announce(work, order, invoice)
    return order, taxed


async def _numbered(
    work: Work,
    business: Business,
    customer_id: str,
    totals: Totals,
    *,
    subscription_id: str | None,
    due_days: int,
) -> tuple[Order, Invoice]:
    year = business.local_date(work.now).year
    order_drawn, invoice_drawn = await NumberSeries(work.session).draw(
        work.scope, ORDER_SERIES, invoice_series(year)
    )
    order_id = new_id("ord")
    invoice = finalize_invoice(
        id=new_id("inv"),
        number=invoice_number(business.number_prefix, year, invoice_drawn),
        business=business,
        customer_id=customer_id,
        order_id=order_id,
        subscription_id=subscription_id,
        totals=totals,
        due_days=due_days,
        now=work.now,
    )
    order = Order(
        id=order_id,
        business_id=business.id,
        customer_id=customer_id,
        number=order_number(business.number_prefix, order_drawn),
        totals=totals,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        placed_at=work.now,
    )
    return (order.paid() if invoice.status is InvoiceStatus.PAID else order), invoice


def _announce(work: Work, order: Order, invoice: Invoice) -> None:
    customer_id = order.customer_id
    told_order, told_invoice = order_data(order), invoice_data(invoice)
    work.announce(OrderPlaced(order=told_order), subject=order.id, version=1, customer_id=customer_id)
    work.announce(
        InvoiceFinalized(invoice=told_invoice), subject=invoice.id, version=1, customer_id=customer_id
    )
    if invoice.status is InvoiceStatus.PAID:
        work.announce(
            InvoicePaid(invoice=told_invoice),
            subject=invoice.id,
            version=invoice.version,
            customer_id=customer_id,
        )
        work.announce(
            OrderPaid(order=told_order), subject=order.id, version=order.version, customer_id=customer_id
        )
