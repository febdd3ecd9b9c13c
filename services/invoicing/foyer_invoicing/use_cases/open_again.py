"""What had paid an invoice was taken back: it is open again, and its order unpaid."""

from foyer_shared.basics.money import Money
from foyer_shared.contracts.invoicing import InvoiceBalanceChanged, InvoiceReopened, OrderPaymentReversed
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.settle_invoice import reopen_invoice
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import announce_of, invoice_data, order_data


async def open_again(work: Work, invoice: Invoice, amount: Money) -> None:
    """Save and announce it; whoever calls has locked it, and books the money."""
    today = (await Businesses(work.session).get(work.scope)).local_date(work.now)
    reopened = reopen_invoice(invoice, amount, today=today, at=work.now)
    await Invoices(work.session).save(reopened)
    data = invoice_data(reopened)
    was_overdue = invoice.status is InvoiceStatus.OPEN and invoice.overdue_at
    overdue = reopened.overdue_at is not None
    event = (
        InvoiceBalanceChanged(invoice=data) if was_overdue else InvoiceReopened(invoice=data, overdue=overdue)
    )
    announce_of(work, reopened, event)
    if reopened.order_id:
        await _take_back_order(work, reopened.order_id)


async def _take_back_order(work: Work, order_id: str) -> None:
    orders = Orders(work.session)
    order = await orders.find_for_update(work.scope, order_id)
    if order is None or not order.is_paid:
        return
    unpaid = order.payment_reversed()
    await orders.save(unpaid)
    _, lines = await orders.get_with_lines(work.scope, order_id)
    work.announce(
        OrderPaymentReversed(order=order_data(unpaid, lines)),
        subject=unpaid.id,
        version=unpaid.version,
        customer_id=unpaid.customer_id,
    )
