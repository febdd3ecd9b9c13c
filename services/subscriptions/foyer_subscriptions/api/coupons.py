"""The business's coupons."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.coupon_bodies import CouponBody, CouponChangesBody
from foyer_subscriptions.api.discount_answers import CouponAnswer
from foyer_subscriptions.storage.coupons import Coupons
from foyer_subscriptions.use_cases.create_coupon import create_coupon
from foyer_subscriptions.use_cases.update_coupon import update_coupon

router = APIRouter(prefix="/v1/coupons", tags=["coupons"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", status_code=201, response_model=CouponAnswer)
async def create(body: CouponBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> CouponAnswer:
        return CouponAnswer.of(await create_coupon(work, body.coupon(work.scope.business_id)))

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[CouponAnswer]:
    async with door.reading() as work:
        found = await Coupons(work.session).list_page(work.scope, limit=paging.one_more, after=paging.after)
    return paging.page(found, key=lambda coupon: coupon.id, answer=CouponAnswer.of)


@router.get("/{coupon_id}")
async def read(coupon_id: str, door: Reader) -> CouponAnswer:
    async with door.reading() as work:
        return CouponAnswer.of(await Coupons(work.session).get(work.scope, coupon_id))


@router.patch("/{coupon_id}", response_model=CouponAnswer)
async def update(coupon_id: str, body: CouponChangesBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> CouponAnswer:
        return CouponAnswer.of(await update_coupon(work, coupon_id, changes=body.changes()))

    return await door.once(effect)
