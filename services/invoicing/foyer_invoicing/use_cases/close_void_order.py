"""An order is canceled, since its invoice is void."""

from foyer_shared.contracts.invoicing import OrderCanceled
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.order import OrderStatus
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import order_data


async def close_void_order(work: Work, order_id: str) -> None:
    """Whoever calls has made the invoice void; an order that was given back before stays so."""
    orders = Orders(work.session)
    order = await orders.get_for_update(work.scope, order_id)
    if order.status is OrderStatus.REFUNDED:
        return
    canceled = order.canceled(at=work.now)
    await orders.save(canceled)
    _, lines = await orders.get_with_lines(work.scope, order_id)
    work.announce(
        OrderCanceled(order=order_data(canceled, lines)),
        subject=canceled.id,
        version=canceled.version,
        customer_id=canceled.customer_id,
    )
