"""The list of credit notes, and one of them."""

from typing import Literal

from fastapi import APIRouter, Response

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.papers import saved
from foyer_portal_bff.views.credit_notes import credit_note_page, credit_notes_page
from foyer_portal_bff.views.paging import more

router = APIRouter(prefix="/credit-notes", include_in_schema=False)


@router.get("")
async def credit_notes(desk: AtDesk, cursor: str | None = None) -> Response:
    """Newest first."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.credit_notes(desk.caller, limit=30, cursor=cursor)
    rest = more("/credit-notes", found.next_cursor)
    return await desk.show("credit_notes.html", credit_notes_page(found.data, desk.reader, more=rest))


@router.get("/{note_id}")
async def credit_note(desk: AtDesk, note_id: PathId) -> Response:
    """One of them."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.credit_note(desk.caller, note_id)
    return await desk.show("credit_note.html", credit_note_page(found, desk.reader))


@router.get("/{note_id}/pdf")
async def credit_note_pdf(desk: AtDesk, note_id: PathId) -> Response:
    """To save; while it is being made, the credit note's page, which says so."""
    return await _paper(desk, note_id, "pdf")


@router.get("/{note_id}/xml")
async def credit_note_xml(desk: AtDesk, note_id: PathId) -> Response:
    """The same as data."""
    return await _paper(desk, note_id, "xml")


async def _paper(desk: Desk, note_id: str, form: Literal["pdf", "xml"]) -> Response:
    asked = desk.portal.services.invoicing.credit_note_paper(desk.caller, note_id, form)
    return await saved(desk, asked, page=f"/credit-notes/{note_id}")
