"""`/api/refund-requests`: asking for the money of a paid invoice, or a part of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from foyer_shared.http.amounts import AmountBody
from foyer_shared.http.models import Body
from pydantic import Field, StrictInt, StringConstraints

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.refund_requests import Refundable, RefundRequest
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("support:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("support:write"))]


class RefundLineBody(Body):
    """So many of a line of the invoice, counted from 1; all that is left of it without a quantity."""

    line: StrictInt
    quantity: StrictInt | None = None


class RefundRequestBody(Body):
    """What is asked back: an amount with tax, or lines, or all that is left when neither is named."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=False)]
    amount: AmountBody | None = None
    lines: Annotated[tuple[RefundLineBody, ...], Field(max_length=10_000)] = ()


@router.get("/invoices/{invoice_id}/refundable")
async def get_refundable(invoice_id: PathId, who: Reader, portal: PortalHere) -> Refundable:
    """What of an invoice can still be asked back."""
    return await portal.services.refund_requests.refundable(customer_caller(who), invoice_id)


@router.post("/invoices/{invoice_id}/refund-request", status_code=201)
async def post_request(
    invoice_id: PathId, body: RefundRequestBody, who: Writer, portal: PortalHere, key: RepeatKey
) -> RefundRequest:
    """Ask for it."""
    return await carry_out_command(
        portal.database,
        who,
        action="request_refund",
        target=invoice_id,
        owner="support",
        call=portal.services.refund_requests.ask(
            customer_caller(who), invoice_id, body.model_dump(exclude_none=True), idempotency_key=key
        ),
    )


@router.get("/refund-requests")
async def get_requests(
    who: Reader,
    portal: PortalHere,
    invoice_id: Annotated[str | None, Query(max_length=90)] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> PageOf[RefundRequest]:
    """The requests, newest first; of one invoice when named."""
    return await portal.services.refund_requests.page(
        customer_caller(who), invoice_id=invoice_id, limit=limit, cursor=cursor
    )


@router.get("/refund-requests/{request_id}")
async def get_request(request_id: PathId, who: Reader, portal: PortalHere) -> RefundRequest:
    """One of them, with what became of it."""
    return await portal.services.refund_requests.one(customer_caller(who), request_id)


@router.post("/refund-requests/{request_id}/withdraw")
async def post_withdrawal(
    request_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey
) -> RefundRequest:
    """Take it back, while nothing is decided."""
    return await carry_out_command(
        portal.database,
        who,
        action="withdraw_refund_request",
        target=request_id,
        owner="support",
        call=portal.services.refund_requests.withdraw(customer_caller(who), request_id, idempotency_key=key),
    )
