"""Invoices, by the business's hand."""

from dataclasses import replace
from typing import Annotated, Literal

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
from foyer_invoicing.api.draft_forms import (
    DraftAnswer,
    DraftChangesBody,
    DraftDetailAnswer,
    InvoiceBody,
)
from foyer_invoicing.api.invoice_choice import InvoiceChoice
from foyer_invoicing.api.places import draft_key, invoice_key, place_of
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.storage.drafts import Drafts
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.change_draft import change_draft
from foyer_invoicing.use_cases.delete_draft import delete_draft
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.lock_draft import lock_draft
from foyer_invoicing.use_cases.make_draft import make_draft
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_invoicing.use_cases.write_off_invoice import write_off_invoice

router = APIRouter(prefix="/v1/invoices", tags=["invoices"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.post("", status_code=201, response_model=InvoiceDetailAnswer | DraftDetailAnswer)
async def issue(body: InvoiceBody, door: Writer) -> JSONResponse:
    """An invoice without an order; invoicing owns the customers and looks for this one itself."""

    async def effect(work: Work) -> InvoiceDetailAnswer | DraftDetailAnswer:
        if not body.draft:
            return await _issued(work, body)
        draft, lines = await make_draft(
            work, customer_id=body.customer_id, sale=body.sale(), asked=body.asked()
        )
        return DraftDetailAnswer.with_lines(draft, lines)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    choice: InvoiceChoice,
    status: InvoiceStatus | Literal["draft"] | None = None,
    customer_id: Id | None = None,
) -> Page[InvoiceAnswer] | Page[DraftAnswer]:
    """Final ones, or drafts, of which only a customer's can be chosen."""
    async with door.reading() as work:
        if status == "draft":
            drafts = await Drafts(work.session).list_page(
                work.scope, limit=paging.one_more, after=place_of(paging), customer_id=customer_id
            )
            return paging.page(drafts, key=draft_key, answer=DraftAnswer.of)
        found = await Invoices(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=place_of(paging),
            chosen=replace(choice, status=status, customer_id=customer_id),
        )
    return paging.page(found, key=invoice_key, answer=InvoiceAnswer.to_business)


@router.get("/{invoice_id}")
async def read(invoice_id: str, door: Reader) -> InvoiceDetailAnswer | DraftDetailAnswer:
    async with door.reading() as work:
        draft = await Drafts(work.session).find_with_lines(work.scope, invoice_id)
        if draft:
            return DraftDetailAnswer.with_lines(*draft)
        whole = await read_invoice(work, invoice_id)
    return InvoiceDetailAnswer.of(InvoiceAnswer.to_business(whole.invoice), whole)


@router.patch("/{invoice_id}", response_model=DraftDetailAnswer)
async def change(invoice_id: str, body: DraftChangesBody, door: Writer) -> JSONResponse:
    """Of a draft; of what is final nothing changes."""

    async def effect(work: Work) -> DraftDetailAnswer:
        draft = await lock_draft(work, invoice_id)
        asked = body.merged(draft.asked)
        sale = SaleBody.model_validate(asked)
        changed, lines = await change_draft(
            work,
            draft,
            customer_id=sale.customer_id,
            sale=sale.sale(),
            asked=asked,
        )
        return DraftDetailAnswer.with_lines(changed, lines)

    return await door.once(effect)


@router.delete("/{invoice_id}", response_model=DraftAnswer)
async def delete(invoice_id: str, door: Writer) -> JSONResponse:
    """A draft, which leaves nothing behind; answers it as it was."""

    async def effect(work: Work) -> DraftAnswer:
        return DraftAnswer.of(await delete_draft(work, invoice_id))

    return await door.once(effect)


@router.post("/{invoice_id}/finalize", response_model=InvoiceDetailAnswer)
async def finalize(invoice_id: str, door: Writer) -> JSONResponse:
    """It gets its number and its dates, and the tax of today; its id stays."""

    async def effect(work: Work) -> InvoiceDetailAnswer:
        draft = await delete_draft(work, invoice_id)
        return await _issued(work, SaleBody.model_validate(draft.asked), draft_id=draft.id)

    return await door.once(effect)


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


async def _issued(work: Work, sale: SaleBody, *, draft_id: str | None = None) -> InvoiceDetailAnswer:
    invoice, lines = await issue_invoice(
        work,
        customer_id=sale.customer_id,
        sale=sale.sale(),
        terms=replace(sale.terms(), draft_id=draft_id),
    )
    from_balance = invoice.totals.total - invoice.open
    return InvoiceDetailAnswer.complete(
        InvoiceAnswer.to_business(invoice),
        lines,
        (),
        of=invoice,
        from_balance=from_balance,
    )
