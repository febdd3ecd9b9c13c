"""All of an order was delivered."""

from typing import Literal

from foyer_shared.contracts.invoicing import OrderFulfilled
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import order_data


async def fulfill_order(
    work: Work, order_id: str, *, by: Literal["business", "entitlements"] = "business"
) -> tuple[Order, tuple[TaxedLine, ...]]:
    """One that is fulfilled stays as it is.

    Raises OrderNotFound, OrderNotPaid, OrderIsCanceled, OrderIsRefunded.
    """
    orders = Orders(work.session)
    order = await orders.get_for_update(work.scope, order_id)
    _, lines = await orders.get_with_lines(work.scope, order_id)
    if order.status is OrderStatus.FULFILLED:
        return order, lines
    fulfilled = order.fulfilled(at=work.now)
    await orders.save(fulfilled)
    work.announce(
        OrderFulfilled(order=order_data(fulfilled, lines), by=by),
        subject=fulfilled.id,
        version=fulfilled.version,
        customer_id=fulfilled.customer_id,
    )
    return fulfilled, lines
