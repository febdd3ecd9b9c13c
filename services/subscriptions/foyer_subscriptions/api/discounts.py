"""The discount of a subscription, by the business's hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import SubscriptionAnswer
from foyer_subscriptions.api.discount_bodies import DiscountBody
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.use_cases.apply_discount import apply_discount
from foyer_subscriptions.use_cases.remove_discount import remove_discount

router = APIRouter(prefix="/v1/subscriptions/{subscription_id}/discount", tags=["subscriptions"])
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", response_model=SubscriptionAnswer)
async def apply(subscription_id: str, body: DiscountBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        discounted = await apply_discount(work, subscription_id, body.asked, by=PausedBy.BUSINESS)
        return SubscriptionAnswer.of(discounted)

    return await door.once(effect)


@router.delete("", response_model=SubscriptionAnswer)
async def remove(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(await remove_discount(work, subscription_id))

    return await door.once(effect)
