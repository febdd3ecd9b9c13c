"""What had paid an invoice was taken back: it is open again, and its order unpaid."""

from foyer_shared.basics.money import Money
from foyer_shared.contracts.invoicing import InvoiceBalanceChanged, InvoiceReopened, OrderPaymentReversed
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.settle_invoice import reopen_invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import invoice_data, order_data


async def open_again(work: Work, invoice: Invoice, amount: Money) -> None:
    """Save and announce it; whoever calls has locked it, and books the money."""
    reopened = reopen_invoice(invoice, amount, at=work.now)
    await Invoices(work.session).save(reopened)
    was_overdue = invoice.status is InvoiceStatus.OPEN and invoice.overdue_at
    event = InvoiceBalanceChanged if was_overdue else InvoiceReopened
    work.announce(
        event(invoice=invoice_data(reopened)),
        subject=reopened.id,
        version=reopened.version,
        customer_id=reopened.customer_id,
    )
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
