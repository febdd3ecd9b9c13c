"""An order is paid, since its invoice is."""

from foyer_shared.contracts.invoicing import OrderPaid
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.order import OrderStatus
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import order_data


async def pay_order(work: Work, order_id: str) -> None:
    """One that is being placed is not there yet, and stored as paid then; any but an unpaid one stays so."""
    orders = Orders(work.session)
    order = await orders.find_for_update(work.scope, order_id)
    if order is None or order.status is not OrderStatus.PLACED:
        return
    paid = order.paid(at=work.now)
    await orders.save(paid)
    _, lines = await orders.get_with_lines(work.scope, order_id)
    work.announce(
        OrderPaid(order=order_data(paid, lines)),
        subject=paid.id,
        version=paid.version,
        customer_id=paid.customer_id,
    )
