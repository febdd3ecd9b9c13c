"""The business's promotion codes."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.coupon_bodies import PromotionCodeBody, PromotionCodeChangesBody
from foyer_subscriptions.api.discount_answers import PromotionCodeAnswer
from foyer_subscriptions.storage.coupons import PromotionCodes
from foyer_subscriptions.use_cases.create_promotion_code import create_promotion_code
from foyer_subscriptions.use_cases.update_promotion_code import update_promotion_code

router = APIRouter(prefix="/v1/promotion-codes", tags=["promotion-codes"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", status_code=201, response_model=PromotionCodeAnswer)
async def create(body: PromotionCodeBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PromotionCodeAnswer:
        made = await create_promotion_code(work, body.promotion(work.scope.business_id))
        return PromotionCodeAnswer.of(made)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[PromotionCodeAnswer]:
    async with door.reading() as work:
        found = await PromotionCodes(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after
        )
    return paging.page(found, key=lambda code: code.id, answer=PromotionCodeAnswer.of)


@router.get("/{promotion_code_id}")
async def read(promotion_code_id: str, door: Reader) -> PromotionCodeAnswer:
    async with door.reading() as work:
        return PromotionCodeAnswer.of(await PromotionCodes(work.session).get(work.scope, promotion_code_id))


@router.patch("/{promotion_code_id}", response_model=PromotionCodeAnswer)
async def update(promotion_code_id: str, body: PromotionCodeChangesBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PromotionCodeAnswer:
        changed = await update_promotion_code(work, promotion_code_id, active=body.active)
        return PromotionCodeAnswer.of(changed)

    return await door.once(effect)
