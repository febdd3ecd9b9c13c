"""Invoices, by the business's hand."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.answers import (
    InvoiceAnswer,
    InvoiceDetailAnswer,
    PaymentAnswer,
    RecordedPaymentAnswer,
)
from foyer_invoicing.api.bodies import Id, PaymentBody, SaleBody
from foyer_invoicing.api.invoice_choice import InvoiceChoice
from foyer_invoicing.api.places import invoice_key, place_of
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_invoicing.use_cases.write_off_invoice import write_off_invoice

router = APIRouter(prefix="/v1/invoices", tags=["invoices"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.post("", status_code=201, response_model=InvoiceDetailAnswer)
async def issue(body: SaleBody, door: Writer) -> JSONResponse:
    """An invoice without an order; invoicing owns the customers and looks for this one itself."""

    async def effect(work: Work) -> InvoiceDetailAnswer:
        invoice, lines = await issue_invoice(
            work,
            customer_id=body.customer_id,
            sale=body.sale(),
            terms=body.terms(),
        )
        from_balance = invoice.totals.total - invoice.open
        return InvoiceDetailAnswer.complete(
            InvoiceAnswer.to_business(invoice), lines, (), from_balance=from_balance
        )

    return await door.once(effect, status=201)


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    choice: InvoiceChoice,
    status: InvoiceStatus | None = None,
    customer_id: Id | None = None,
) -> Page[InvoiceAnswer]:
    async with door.reading() as work:
        found = await Invoices(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=place_of(paging),
            chosen=replace(choice, status=status, customer_id=customer_id),
        )
    return paging.page(found, key=invoice_key, answer=InvoiceAnswer.to_business)


@router.get("/{invoice_id}")
async def read(invoice_id: str, door: Reader) -> InvoiceDetailAnswer:
    async with door.reading() as work:
        whole = await read_invoice(work, invoice_id)
    return InvoiceDetailAnswer.of(InvoiceAnswer.to_business(whole.invoice), whole)


@router.post("/{invoice_id}/void", response_model=InvoiceAnswer)
async def void(invoice_id: str, door: Writer) -> JSONResponse:
    """Only one of which nothing was paid or given back; a credit note gives back the rest of any other."""

    async def effect(work: Work) -> InvoiceAnswer:
        return InvoiceAnswer.to_business(await void_invoice(work, invoice_id))

    return await door.once(effect)


@router.post("/{invoice_id}/uncollectible", response_model=InvoiceAnswer)
async def write_off(invoice_id: str, door: Writer) -> JSONResponse:
    """Nobody is asked for it any more; money that comes in for it is taken all the same."""

    async def effect(work: Work) -> InvoiceAnswer:
        return InvoiceAnswer.to_business(await write_off_invoice(work, invoice_id))

    return await door.once(effect)


@router.post("/{invoice_id}/payments", status_code=201, response_model=RecordedPaymentAnswer)
async def record(invoice_id: str, body: PaymentBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> RecordedPaymentAnswer:
        payment, invoice = await record_payment(
            work,
            invoice_id,
            amount=body.amount.money(),
            paid_at=body.paid_at,
            reference=body.reference,
        )
        return RecordedPaymentAnswer(
            **dict(PaymentAnswer.of(payment)), invoice=InvoiceAnswer.to_business(invoice)
        )

    return await door.once(effect, status=201)
