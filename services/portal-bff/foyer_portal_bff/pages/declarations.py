"""What the customer has declared, and the receipt of each."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.use_cases.list_declarations import list_declarations
from foyer_portal_bff.use_cases.read_declaration import read_declaration
from foyer_portal_bff.views.declarations import declaration_page, declarations_page
from foyer_portal_bff.views.paging import more

router = APIRouter(include_in_schema=False)

LINES = 30


@router.get("/declarations")
async def declarations(desk: AtDesk, cursor: str | None = None) -> Response:
    """All of them, newest first."""
    must(desk.who, "subscriptions:read")
    found = await list_declarations(desk.portal.database, desk.who, limit=LINES + 1, after=cursor)
    shown = tuple(found[:LINES])
    rest = more("/declarations", shown[-1].id if len(found) > LINES else None)
    return await desk.show("declarations.html", declarations_page(shown, desk.reader, more=rest))


@router.get("/declarations/{declaration_id}")
async def declaration(desk: AtDesk, declaration_id: PathId) -> Response:
    """The receipt of one, which can be printed."""
    must(desk.who, "subscriptions:read")
    found = await read_declaration(desk.portal.database, desk.who, declaration_id)
    page = declaration_page(
        found, desk.reader, business=desk.who.business.legal_name, customer=desk.who.customer_name
    )
    return await desk.show("declaration.html", page)
