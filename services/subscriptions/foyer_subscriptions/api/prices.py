"""The prices of the business's products."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.price_answers import PriceAnswer
from foyer_subscriptions.api.price_bodies import PriceBody, PriceChangesBody
from foyer_subscriptions.storage.catalogue import Prices
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.update_price import update_price

router = APIRouter(prefix="/v1/prices", tags=["prices"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", status_code=201, response_model=PriceAnswer)
async def create(body: PriceBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PriceAnswer:
        price = await create_price(
            work,
            product_id=body.product_id,
            pricing=body.pricing,
            interval=body.interval,
            interval_count=body.interval_count,
        )
        return PriceAnswer.of(price)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[PriceAnswer]:
    async with door.reading() as work:
        found = await Prices(work.session).list_page(work.scope, limit=paging.one_more, after=paging.after)
    return paging.page(found, key=lambda price: price.id, answer=PriceAnswer.of)


@router.get("/{price_id}")
async def read(price_id: str, door: Reader) -> PriceAnswer:
    async with door.reading() as work:
        prices = await Prices(work.session).get_many(work.scope, [price_id])
        return PriceAnswer.of(prices[price_id])


@router.patch("/{price_id}", response_model=PriceAnswer)
async def update(price_id: str, body: PriceChangesBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PriceAnswer:
        return PriceAnswer.of(await update_price(work, price_id, active=body.active))

    return await door.once(effect)
