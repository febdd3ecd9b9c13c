"""The other ways than to cancel: set by the business, shown to customers and taken by them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import OwnSubscriptionAnswer
from foyer_subscriptions.api.customer import with_actions
from foyer_subscriptions.api.retention_answers import (
    OpenOfferAnswer,
    OpenOffersAnswer,
    RetentionOffersAnswer,
)
from foyer_subscriptions.api.retention_bodies import CancelReasonBody, RetentionOffersBody
from foyer_subscriptions.storage.retention import RetentionOffers
from foyer_subscriptions.use_cases.accept_retention_offer import accept_retention_offer
from foyer_subscriptions.use_cases.set_retention_offers import set_retention_offers
from foyer_subscriptions.use_cases.show_retention_offers import show_retention_offers

router = APIRouter(prefix="/v1/retention-offers", tags=["retention-offers"])
customer_router = APIRouter(
    prefix="/customer/subscriptions/{subscription_id}/retention-offers", tags=["customer"]
)
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]
Customer = Annotated[Door, Depends(customer_door("subscriptions:write"))]


@router.get("")
async def read(door: Reader) -> RetentionOffersAnswer:
    async with door.reading() as work:
        return RetentionOffersAnswer.of(await RetentionOffers(work.session).get(work.scope))


@router.put("", response_model=RetentionOffersAnswer)
async def change(body: RetentionOffersBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> RetentionOffersAnswer:
        offers = await set_retention_offers(work, [offer.offer for offer in body.offers])
        return RetentionOffersAnswer.of(offers)

    return await door.once(effect)


@customer_router.post("", response_model=OpenOffersAnswer)
async def show(subscription_id: str, door: Customer, body: CancelReasonBody | None = None) -> JSONResponse:
    reason = body.reason if body else None

    async def effect(work: Work) -> OpenOffersAnswer:
        found = await show_retention_offers(work, subscription_id, reason)
        return OpenOffersAnswer(offers=[OpenOfferAnswer.of(one) for one in found])

    return await door.once(effect)


@customer_router.post("/{code}/accept", response_model=OwnSubscriptionAnswer)
async def accept(subscription_id: str, code: str, door: Customer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        return await with_actions(door, work, await accept_retention_offer(work, subscription_id, code))

    return await door.once(effect)
