"""Staff record that money for an invoice came in from outside, such as a bank transfer."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.contracts.invoicing import InvoiceBalanceChanged, InvoicePaid, OrderPaid
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.payment import Payment, check_payment
from foyer_invoicing.domain.settle_invoice import settle_invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.close_paid_case import close_paid_case
from foyer_invoicing.use_cases.issue_receipt import issue_receipt
from foyer_invoicing.use_cases.told import invoice_data, order_data


async def record_payment(
    work: Work,
    invoice_id: str,
    *,
    amount: Money,
    paid_at: datetime | None = None,
    reference: str | None = None,
) -> tuple[Payment, Invoice]:
    """Paid now unless a time is given; a part of what is open leaves the invoice open.

    Its receipt is made once this has committed. Raises InvoiceNotFound, and what `check_payment` refuses.
    """
    invoices = Invoices(work.session)
    invoice = await invoices.get_for_update(work.scope, invoice_id)
    payment = Payment(id=new_id("ipay"), amount=amount, paid_at=paid_at or work.now, reference=reference)
    check_payment(invoice, payment, now=work.now)
    settled = settle_invoice(invoice, amount, at=payment.paid_at)
    await Payments(work.session).add(payment, invoice, by=work.actor, at=work.now)
    await issue_receipt(work, payment, invoice)
    await invoices.save(settled)
    told = invoice_data(settled)
    is_paid = settled.status is InvoiceStatus.PAID
    work.announce(
        InvoicePaid(invoice=told, collection=told.collection)
        if is_paid
        else InvoiceBalanceChanged(invoice=told),
        subject=settled.id,
        version=settled.version,
        customer_id=settled.customer_id,
    )
    if is_paid and settled.order_id:
        await _mark_order_paid(work, settled.order_id)
    if is_paid:
        await close_paid_case(work, settled.id)
    return payment, settled


async def _mark_order_paid(work: Work, order_id: str) -> None:
    orders = Orders(work.session)
    order = (await orders.get_for_update(work.scope, order_id)).paid()
    await orders.save(order)
    _, lines = await orders.get_with_lines(work.scope, order_id)
    work.announce(
        OrderPaid(order=order_data(order, lines)),
        subject=order.id,
        version=order.version,
        customer_id=order.customer_id,
    )
