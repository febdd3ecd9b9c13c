"""An order is fulfilled when all that its lines are for was granted."""

from collections.abc import Collection

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.order import OrderStatus
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.fulfill_order import fulfill_order


async def fulfill_granted_order(work: Work, order_id: str, granted: Collection[str]) -> None:
    """`granted` are the products of which all is granted; a line for anything else is sent by hand."""
    orders = Orders(work.session)
    order = await orders.find_for_update(work.scope, order_id)
    if order is None or order.status is not OrderStatus.PAID:
        return
    _, lines = await orders.get_with_lines(work.scope, order_id)
    if all(taxed.line.product_id in granted for taxed in lines):
        await fulfill_order(work, order_id, by="entitlements")
