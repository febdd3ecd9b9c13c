"""The list of orders, and one of them."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.views.orders import order_page, orders_page
from foyer_portal_bff.views.paging import more

router = APIRouter(include_in_schema=False)


@router.get("/orders")
async def orders(desk: AtDesk, cursor: str | None = None) -> Response:
    """Newest first."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.orders(desk.caller, limit=30, cursor=cursor)
    page = orders_page(found.data, desk.reader, more=more("/orders", found.next_cursor))
    return await desk.show("orders.html", page)


@router.get("/orders/{order_id}")
async def order(desk: AtDesk, order_id: str) -> Response:
    """One of them."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.order(desk.caller, order_id)
    return await desk.show("order.html", order_page(found, desk.reader))
