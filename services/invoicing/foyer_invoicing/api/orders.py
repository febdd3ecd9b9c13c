"""Orders, by the business's hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.answers import OrderAnswer, OrderDetailAnswer
from foyer_invoicing.api.bodies import Id, OrderBody
from foyer_invoicing.api.places import order_key, place_of
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.cancel_order import cancel_order
from foyer_invoicing.use_cases.fulfill_order import fulfill_order
from foyer_invoicing.use_cases.place_order import place_order

router = APIRouter(prefix="/v1/orders", tags=["orders"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.post("", status_code=201, response_model=OrderDetailAnswer)
async def place(body: OrderBody, door: Writer) -> JSONResponse:
    """Invoicing owns the customers: it looks for this one itself."""

    async def effect(work: Work) -> OrderDetailAnswer:
        order, lines = await place_order(
            work,
            customer_id=body.customer_id,
            sale=body.sale(),
            terms=body.terms(),
        )
        return OrderDetailAnswer.with_lines(order, lines)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging, customer_id: Id | None = None) -> Page[OrderAnswer]:
    async with door.reading() as work:
        found = await Orders(work.session).list_page(
            work.scope, limit=paging.one_more, after=place_of(paging), customer_id=customer_id
        )
    return paging.page(found, key=order_key, answer=OrderAnswer.of)


@router.get("/{order_id}")
async def read(order_id: str, door: Reader) -> OrderDetailAnswer:
    async with door.reading() as work:
        return OrderDetailAnswer.with_lines(*await Orders(work.session).get_with_lines(work.scope, order_id))


@router.post("/{order_id}/fulfill", response_model=OrderDetailAnswer)
async def fulfill(order_id: str, door: Writer) -> JSONResponse:
    """All of it was delivered. An order of nothing but entitlements is fulfilled by itself."""

    async def effect(work: Work) -> OrderDetailAnswer:
        return OrderDetailAnswer.with_lines(*await fulfill_order(work, order_id))

    return await door.once(effect)


@router.post("/{order_id}/cancel", response_model=OrderDetailAnswer)
async def cancel(order_id: str, door: Writer) -> JSONResponse:
    """Its invoice is void with it. One that is paid is given back by a credit note of its invoice."""

    async def effect(work: Work) -> OrderDetailAnswer:
        return OrderDetailAnswer.with_lines(*await cancel_order(work, order_id))

    return await door.once(effect)
