"""Refund requests: as customers make them, and as staff decide on them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_support.api.refund_forms import (
    ApprovalBody,
    DeclineBody,
    RefundableAnswer,
    RefundRequestAnswer,
    RefundRequestBody,
)
from foyer_support.domain.refund_request import RefundStatus
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.approve_refund_request import approve_refund_request
from foyer_support.use_cases.decline_refund_request import decline_refund_request
from foyer_support.use_cases.open_refund_request import open_refund_request
from foyer_support.use_cases.withdraw_refund_request import withdraw_refund_request

router = APIRouter(prefix="/v1/refund-requests", tags=["refund requests"])
customer_router = APIRouter(prefix="/customer", tags=["customer"])

Reader = Annotated[Door, Depends(business_door("support:read"))]
Writer = Annotated[Door, Depends(business_door("support:write"))]
Customer = Annotated[Door, Depends(customer_door("support:read"))]
CustomerWriter = Annotated[Door, Depends(customer_door("support:write"))]


@router.get("")
async def list_requests(
    door: Reader,
    paging: Paging,
    customer_id: str | None = None,
    invoice_id: str | None = None,
    status: RefundStatus | None = None,
) -> Page[RefundRequestAnswer]:
    """The business's, or one customer's, or those about one invoice, the newest first."""
    async with door.reading() as work:
        found = await RefundRequests(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=paging.after,
            customer_id=customer_id,
            invoice_id=invoice_id,
            status=status,
        )
        return paging.page(found, key=lambda each: each.id, answer=RefundRequestAnswer.of)


@router.get("/{request_id}")
async def read(request_id: str, door: Reader) -> RefundRequestAnswer:
    """One of them."""
    return await _one(door, request_id)


@router.post("/{request_id}/approve", response_model=RefundRequestAnswer)
async def approve(request_id: str, body: ApprovalBody, door: Writer) -> JSONResponse:
    """Agree to it, or to a part: it is given back now."""

    async def effect(work: Work) -> RefundRequestAnswer:
        request = await approve_refund_request(
            work,
            request_id,
            amount=body.amount.money() if body.amount else None,
            lines=[line.wanted() for line in body.lines],
        )
        return RefundRequestAnswer.of(request)

    return await door.once(effect)


@router.post("/{request_id}/decline", response_model=RefundRequestAnswer)
async def decline(request_id: str, body: DeclineBody, door: Writer) -> JSONResponse:
    """Do not agree to it."""

    async def effect(work: Work) -> RefundRequestAnswer:
        return RefundRequestAnswer.of(await decline_refund_request(work, request_id, reason=body.reason))

    return await door.once(effect)


@customer_router.get("/invoices/{invoice_id}/refundable")
async def refundable(invoice_id: str, door: Customer) -> RefundableAnswer:
    """What of an own invoice can still be asked back; refused for one that is not paid."""
    async with door.reading() as work:
        invoice = await Invoices(work.session).get(work.scope, invoice_id)
        invoice.check()
        return RefundableAnswer.of(invoice)


@customer_router.post(
    "/invoices/{invoice_id}/refund-requests", status_code=201, response_model=RefundRequestAnswer
)
async def ask(invoice_id: str, body: RefundRequestBody, door: CustomerWriter) -> JSONResponse:
    """Ask for the money of a paid invoice, or a part of it."""

    async def effect(work: Work) -> RefundRequestAnswer:
        request = await open_refund_request(
            work,
            invoice_id,
            reason=body.reason,
            amount=body.amount.money() if body.amount else None,
            lines=[line.wanted() for line in body.lines],
        )
        return RefundRequestAnswer.of(request)

    return await door.once(effect, status=201)


@customer_router.get("/refund-requests")
async def list_own(
    door: Customer, paging: Paging, invoice_id: str | None = None
) -> Page[RefundRequestAnswer]:
    """Own ones, the newest first; of one invoice when named."""
    async with door.reading() as work:
        found = await RefundRequests(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after, invoice_id=invoice_id
        )
        return paging.page(found, key=lambda each: each.id, answer=RefundRequestAnswer.of)


@customer_router.get("/refund-requests/{request_id}")
async def read_own(request_id: str, door: Customer) -> RefundRequestAnswer:
    """One of them."""
    return await _one(door, request_id)


@customer_router.post("/refund-requests/{request_id}/withdraw", response_model=RefundRequestAnswer)
async def withdraw(request_id: str, door: CustomerWriter) -> JSONResponse:
    """Take it back, while nothing is decided."""

    async def effect(work: Work) -> RefundRequestAnswer:
        return RefundRequestAnswer.of(await withdraw_refund_request(work, request_id))

    return await door.once(effect)


async def _one(door: Door, request_id: str) -> RefundRequestAnswer:
    async with door.reading() as work:
        return RefundRequestAnswer.of(await RefundRequests(work.session).get(work.scope, request_id))
