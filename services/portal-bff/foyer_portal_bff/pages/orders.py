"""The list of orders, and one of them."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.goods import read_goods
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.views.orders import order_page, orders_page
from foyer_portal_bff.views.paging import more
from foyer_portal_bff.views.refusals import NONE, Problems

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
    return await show_order(desk, order_id)


async def show_order(desk: Desk, order_id: str, problems: Problems = NONE, *, status: int = 200) -> Response:
    """The page with what the order gives access to, perhaps with what went wrong."""
    found = await desk.portal.services.invoicing.order(desk.caller, order_id)
    page = order_page(
        found,
        desk.reader,
        goods=await read_goods(desk, order_id=found.id),
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return await desk.show("order.html", page, status=status)
