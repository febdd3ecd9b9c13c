"""Credit notes: by the business's hand, and as its customers see them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import Id
from foyer_invoicing.api.credit_note_forms import CreditNoteAnswer, CreditNoteBody, CreditNoteDetailAnswer
from foyer_invoicing.api.places import credit_note_key, place_of
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.credit_invoice import credit_invoice

router = APIRouter(prefix="/v1/credit-notes", tags=["credit notes"])
customer_router = APIRouter(prefix="/customer/credit-notes", tags=["customer"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:read"))]


@router.post("", status_code=201, response_model=CreditNoteDetailAnswer)
async def issue(body: CreditNoteBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> CreditNoteDetailAnswer:
        note, lines = await credit_invoice(
            work,
            body.invoice_id,
            amount=body.amount.money() if body.amount else None,
            lines=[line.wanted() for line in body.lines],
            reason=body.reason,
            credit_to=body.credit_to,
        )
        return CreditNoteDetailAnswer.with_lines(note, lines)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(
    door: Reader, paging: Paging, customer_id: Id | None = None, invoice_id: Id | None = None
) -> Page[CreditNoteAnswer]:
    async with door.reading() as work:
        found = await CreditNotes(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=place_of(paging),
            customer_id=customer_id,
            invoice_id=invoice_id,
        )
    return paging.page(found, key=credit_note_key, answer=CreditNoteAnswer.of)


@router.get("/{note_id}")
async def read(note_id: str, door: Reader) -> CreditNoteDetailAnswer:
    return await _complete(door, note_id)


@customer_router.get("")
async def list_own(door: Customer, paging: Paging, invoice_id: Id | None = None) -> Page[CreditNoteAnswer]:
    async with door.reading() as work:
        found = await CreditNotes(work.session).list_page(
            work.scope, limit=paging.one_more, after=place_of(paging), invoice_id=invoice_id
        )
    return paging.page(found, key=credit_note_key, answer=CreditNoteAnswer.of)


@customer_router.get("/{note_id}")
async def read_own(note_id: str, door: Customer) -> CreditNoteDetailAnswer:
    return await _complete(door, note_id)


async def _complete(door: Door, note_id: str) -> CreditNoteDetailAnswer:
    async with door.reading() as work:
        note, lines = await CreditNotes(work.session).get_with_lines(work.scope, note_id)
        made = await Papers(work.session).made_of(work.scope, [note_id])
    return CreditNoteDetailAnswer.with_lines(note, lines, made=made)
