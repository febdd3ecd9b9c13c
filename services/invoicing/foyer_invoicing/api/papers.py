"""Papers to fetch: PDF and XML as they were made, byte for byte."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse
from foyer_shared.files.names import content_disposition
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.parts import part

from foyer_invoicing.domain.paper import Paper, PaperForm, PaperKind
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.find_receipt import find_receipt

Business = Annotated[Door, Depends(business_door("invoicing:read"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:read"))]
_MEDIA_TYPES = {PaperForm.PDF: "application/pdf", PaperForm.XML: "application/xml"}
_RECEIPT = "invoices/{invoice_id}/payments/{payment_id}/receipt"


class Counter:
    """Hands papers out of the store."""

    def __init__(self, store: PaperStore) -> None:
        self._store = store

    async def bill(self, door: Door, kind: PaperKind, bill_id: str, form: PaperForm) -> StreamingResponse:
        """The PDF or the XML of an invoice or a credit note."""
        async with door.reading() as work:
            paper = await Papers(work.session).get(work.scope, kind, bill_id)
        return await self._answer(paper, form)

    async def receipt(self, door: Door, invoice_id: str, payment_id: str) -> StreamingResponse:
        """The PDF of a payment."""
        async with door.reading() as work:
            paper = await find_receipt(work, invoice_id, payment_id)
        return await self._answer(paper, PaperForm.PDF)

    async def _answer(self, paper: Paper, form: PaperForm) -> StreamingResponse:
        file = paper.file(form)
        headers = {
            "Content-Disposition": content_disposition(f"{paper.number}.{form}"),
            "Content-Length": str(file.size),
        }
        content = await self._store.open(file)
        return StreamingResponse(content, media_type=_MEDIA_TYPES[form], headers=headers)


TheCounter = Annotated[Counter, Depends(part(Counter))]
router = APIRouter(tags=["documents"], default_response_class=StreamingResponse)


@router.get("/customer/invoices/{invoice_id}/pdf")
async def invoice_pdf_for_customer(invoice_id: str, door: Customer, counter: TheCounter) -> StreamingResponse:
    return await counter.bill(door, PaperKind.INVOICE, invoice_id, PaperForm.PDF)


@router.get("/customer/invoices/{invoice_id}/xml")
async def invoice_xml_for_customer(invoice_id: str, door: Customer, counter: TheCounter) -> StreamingResponse:
    return await counter.bill(door, PaperKind.INVOICE, invoice_id, PaperForm.XML)


@router.get("/v1/invoices/{invoice_id}/pdf")
async def invoice_pdf(invoice_id: str, door: Business, counter: TheCounter) -> StreamingResponse:
    return await counter.bill(door, PaperKind.INVOICE, invoice_id, PaperForm.PDF)


@router.get("/v1/invoices/{invoice_id}/xml")
async def invoice_xml(invoice_id: str, door: Business, counter: TheCounter) -> StreamingResponse:
    return await counter.bill(door, PaperKind.INVOICE, invoice_id, PaperForm.XML)


@router.get("/customer/credit-notes/{note_id}/pdf")
async def credit_note_pdf_for_customer(
    note_id: str, door: Customer, counter: TheCounter
) -> StreamingResponse:
    return await counter.bill(door, PaperKind.CREDIT_NOTE, note_id, PaperForm.PDF)


@router.get("/customer/credit-notes/{note_id}/xml")
async def credit_note_xml_for_customer(
    note_id: str, door: Customer, counter: TheCounter
) -> StreamingResponse:
    return await counter.bill(door, PaperKind.CREDIT_NOTE, note_id, PaperForm.XML)


@router.get("/v1/credit-notes/{note_id}/pdf")
async def credit_note_pdf(note_id: str, door: Business, counter: TheCounter) -> StreamingResponse:
    return await counter.bill(door, PaperKind.CREDIT_NOTE, note_id, PaperForm.PDF)


@router.get("/v1/credit-notes/{note_id}/xml")
async def credit_note_xml(note_id: str, door: Business, counter: TheCounter) -> StreamingResponse:
    return await counter.bill(door, PaperKind.CREDIT_NOTE, note_id, PaperForm.XML)


@router.get(f"/customer/{_RECEIPT}")
async def receipt_for_customer(
    invoice_id: str, payment_id: str, door: Customer, counter: TheCounter
) -> StreamingResponse:
    return await counter.receipt(door, invoice_id, payment_id)


@router.get(f"/v1/{_RECEIPT}")
async def receipt(invoice_id: str, payment_id: str, door: Business, counter: TheCounter) -> StreamingResponse:
    return await counter.receipt(door, invoice_id, payment_id)
