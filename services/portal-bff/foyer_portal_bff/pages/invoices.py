"""The list of invoices, and one of them."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.views.invoices import chosen_filter, invoice_page, invoices_page
from foyer_portal_bff.views.paging import more

router = APIRouter(include_in_schema=False)


@router.get("/invoices")
async def invoices(desk: AtDesk, status: str = "", cursor: str | None = None) -> Response:
    """Newest first, perhaps of one status only."""
    must(desk.who, "invoicing:read")
    chosen = chosen_filter(status)
    found = await desk.portal.services.invoicing.invoices(
        desk.caller, status=chosen or None, limit=30, cursor=cursor
    )
    rest = more("/invoices", found.next_cursor, status=chosen)
    return await desk.show("invoices.html", invoices_page(found.data, desk.reader, chosen=chosen, more=rest))


@router.get("/invoices/{invoice_id}")
async def invoice(desk: AtDesk, invoice_id: str) -> Response:
    """One of them."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.invoice(desk.caller, invoice_id)
    return await desk.show("invoice.html", invoice_page(found, desk.reader))
