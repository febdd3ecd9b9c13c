"""`/api/credit-notes` and `/api/balance`: what the customer got back, and has to their credit."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from foyer_portal_bff.api.fields import Cursor, Limit, PathId
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.credits import CreditNote, Statement
from foyer_portal_bff.gateways.models.tolerant import PageOf

router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("invoicing:read"))]


@router.get("/credit-notes")
async def get_credit_notes(
    who: Reader,
    portal: PortalHere,
    invoice_id: Annotated[str | None, Query(max_length=40)] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> PageOf[CreditNote]:
    """The credit notes, newest first, of one invoice or of all."""
    return await portal.services.invoicing.credit_notes(
        customer_caller(who), invoice_id=invoice_id, limit=limit, cursor=cursor
    )


@router.get("/credit-notes/{note_id}")
async def get_credit_note(note_id: PathId, who: Reader, portal: PortalHere) -> CreditNote:
    """One of them, with its lines."""
    return await portal.services.invoicing.credit_note(customer_caller(who), note_id)


@router.get("/credit-notes/{note_id}/pdf", response_class=Response)
async def get_credit_note_pdf(note_id: PathId, who: Reader, portal: PortalHere) -> Response:
    """As it was made, once: PDF/A-3 with the XML inside. 409 `document_not_ready` for the moment before."""
    client = portal.services.invoicing
    return await passed_on(await client.credit_note_paper(customer_caller(who), note_id, "pdf"))


@router.get("/credit-notes/{note_id}/xml", response_class=Response)
async def get_credit_note_xml(note_id: PathId, who: Reader, portal: PortalHere) -> Response:
    """The same as data: Factur-X (ZUGFeRD), EN 16931."""
    client = portal.services.invoicing
    return await passed_on(await client.credit_note_paper(customer_caller(who), note_id, "xml"))


@router.get("/balance")
async def get_balance(who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None) -> Statement:
    """What is to the customer's credit, by currency, and what changed it, newest first."""
    return await portal.services.invoicing.balance(customer_caller(who), limit=limit, cursor=cursor)
