"""Refunds, for businesses."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging

from foyer_payments.api.money_answers import RefundAnswer, refund_answer
from foyer_payments.storage.refunds import Refunds

router = APIRouter(prefix="/v1/refunds")

Reader = Annotated[Door, Depends(business_door("payments:read"))]


@router.get("")
async def list_refunds(door: Reader, paging: Paging, payment_id: str | None = None) -> Page[RefundAnswer]:
    """The business's, or one payment's, the newest first."""
    async with door.reading() as work:
        found = await Refunds(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after, payment_id=payment_id
        )
        return paging.page(found, key=lambda each: each.id, answer=refund_answer)


@router.get("/{refund_id}")
async def read_refund(refund_id: str, door: Reader) -> RefundAnswer:
    """One of them."""
    async with door.reading() as work:
        return refund_answer(await Refunds(work.session).get(work.scope, refund_id))
