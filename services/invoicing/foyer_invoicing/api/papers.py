"""Papers to fetch: the PDF and the XML of an invoice, as they were made, byte for byte."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse
from foyer_shared.files.names import content_disposition
from foyer_shared.http.door import Door, business_door, customer_door

from foyer_invoicing.domain.paper import PaperForm, PaperKind
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.storage.papers import Papers

Business = Annotated[Door, Depends(business_door("invoicing:read"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:read"))]
_MEDIA_TYPES = {PaperForm.PDF: "application/pdf", PaperForm.XML: "application/xml"}


def papers_router(store: PaperStore) -> APIRouter:
    """The doors, with the store that papers lie in."""
    router = APIRouter(tags=["invoices"])

    async def fetch(door: Door, invoice_id: str, form: PaperForm) -> StreamingResponse:
        async with door.reading() as work:
            paper = await Papers(work.session).get(work.scope, PaperKind.INVOICE, invoice_id)
        file = paper.file(form)
        headers = {
            "Content-Disposition": content_disposition(f"{paper.number}.{form}"),
            "Content-Length": str(file.size),
        }
        return StreamingResponse(await store.open(file), media_type=_MEDIA_TYPES[form], headers=headers)

    @router.get("/customer/invoices/{invoice_id}/pdf", response_class=StreamingResponse)
    async def pdf_for_customer(invoice_id: str, door: Customer) -> StreamingResponse:
        return await fetch(door, invoice_id, PaperForm.PDF)

    @router.get("/customer/invoices/{invoice_id}/xml", response_class=StreamingResponse)
    async def xml_for_customer(invoice_id: str, door: Customer) -> StreamingResponse:
        return await fetch(door, invoice_id, PaperForm.XML)

    @router.get("/v1/invoices/{invoice_id}/pdf", response_class=StreamingResponse)
    async def pdf_for_business(invoice_id: str, door: Business) -> StreamingResponse:
        return await fetch(door, invoice_id, PaperForm.PDF)

    @router.get("/v1/invoices/{invoice_id}/xml", response_class=StreamingResponse)
    async def xml_for_business(invoice_id: str, door: Business) -> StreamingResponse:
        return await fetch(door, invoice_id, PaperForm.XML)

    return router
