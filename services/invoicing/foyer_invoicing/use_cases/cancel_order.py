"""An order is not to be paid after all: its invoice is void."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.void_invoice import void_invoice


async def cancel_order(work: Work, order_id: str) -> tuple[Order, tuple[TaxedLine, ...]]:
    """By voiding its invoice; one that is canceled stays as it is.

    Raises OrderNotFound, OrderPaidAlready, OrderIsRefunded, InvoiceTouched.
    """
    orders = Orders(work.session)
    found, _ = await orders.get_with_lines(work.scope, order_id)
    await lock_invoice(work, found.invoice_id)
    order = await orders.get_for_update(work.scope, order_id)
    if order.status is not OrderStatus.CANCELED:
        order.canceled(at=work.now)
        await void_invoice(work, order.invoice_id)
    return await orders.get_with_lines(work.scope, order_id)
