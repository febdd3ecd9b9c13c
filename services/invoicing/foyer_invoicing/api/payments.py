"""Payments that came past the providers, as a bank statement says: by the business's hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.storage.work import Work

from foyer_invoicing.api.payment_forms import CustomerPaymentAnswer, CustomerPaymentBody, ReversalBody
from foyer_invoicing.use_cases.read_recorded_payment import read_recorded_payment
from foyer_invoicing.use_cases.record_customer_payment import record_customer_payment
from foyer_invoicing.use_cases.reverse_recorded_payment import reverse_recorded_payment

router = APIRouter(prefix="/v1/payments", tags=["payments"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.post("", status_code=201, response_model=CustomerPaymentAnswer)
async def record(body: CustomerPaymentBody, door: Writer) -> JSONResponse:
    """Over the named invoices in their order, else the oldest due date first; the rest becomes balance."""

    async def effect(work: Work) -> CustomerPaymentAnswer:
        paid = await record_customer_payment(
            work,
            body.customer_id,
            amount=body.amount.money(),
            invoice_ids=body.invoices,
            paid_at=body.received_at,
            reference=body.reference,
        )
        return CustomerPaymentAnswer.of(paid)

    return await door.once(effect, status=201)


@router.get("/{payment_id}")
async def read(payment_id: str, door: Reader) -> CustomerPaymentAnswer:
    """One that was recorded for a single invoice is found by its id there."""
    async with door.reading() as work:
        return CustomerPaymentAnswer.of(await read_recorded_payment(work, payment_id))


@router.post("/{payment_id}/reverse", response_model=CustomerPaymentAnswer)
async def reverse(payment_id: str, body: ReversalBody, door: Writer) -> JSONResponse:
    """What it had paid is owed again, and what had become balance is taken back."""

    async def effect(work: Work) -> CustomerPaymentAnswer:
        return CustomerPaymentAnswer.of(await reverse_recorded_payment(work, payment_id, reason=body.reason))

    return await door.once(effect)
