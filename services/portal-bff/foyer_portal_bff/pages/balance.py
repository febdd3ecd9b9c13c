"""What the customer has to their credit."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.views.balance import balance_page
from foyer_portal_bff.views.paging import more

router = APIRouter(include_in_schema=False)


@router.get("/balance")
async def balance(desk: AtDesk, cursor: str | None = None) -> Response:
    """With what changed it, newest first."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.balance(desk.caller, limit=30, cursor=cursor)
    page = balance_page(found, desk.reader, more=more("/balance", found.next_cursor))
    return await desk.show("balance.html", page)
