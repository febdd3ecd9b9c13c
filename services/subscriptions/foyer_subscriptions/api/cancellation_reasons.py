"""The reasons that the business asks for when a subscription is canceled."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.bodies import ReasonsBody
from foyer_subscriptions.api.cancellation import ReasonsAnswer
from foyer_subscriptions.storage.reasons import Reasons
from foyer_subscriptions.use_cases.set_cancellation_reasons import set_cancellation_reasons

router = APIRouter(prefix="/v1/cancellation-reasons", tags=["cancellation-reasons"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.get("")
async def read(door: Reader) -> ReasonsAnswer:
    async with door.reading() as work:
        return ReasonsAnswer.of(await Reasons(work.session).get(work.scope))


@router.put("", response_model=ReasonsAnswer)
async def change(body: ReasonsBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> ReasonsAnswer:
        return ReasonsAnswer.of(await set_cancellation_reasons(work, body.in_order))

    return await door.once(effect)
