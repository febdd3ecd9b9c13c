"""Changing plan, cycle and quantity, by the customer's own hand."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import OwnSubscriptionAnswer
from foyer_subscriptions.api.customer import Reader, Writer, with_actions
from foyer_subscriptions.api.plan_answers import PlansAnswer, QuoteAnswer
from foyer_subscriptions.api.plan_bodies import ConfirmBody, QuoteBody
from foyer_subscriptions.api.plans import quote_answer
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.quote_plan_change import quote_plan_change
from foyer_subscriptions.use_cases.read_plans import read_plans

router = APIRouter(prefix="/customer/subscriptions", tags=["customer"])


@router.get("/{subscription_id}/plans")
async def plans(subscription_id: str, door: Reader) -> PlansAnswer:
    async with door.reading() as work:
        return PlansAnswer.of(await read_plans(work, subscription_id, by=PausedBy.CUSTOMER))


@router.post("/{subscription_id}/quotes", status_code=201, response_model=QuoteAnswer)
async def quote(subscription_id: str, body: QuoteBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> QuoteAnswer:
        made = await quote_plan_change(work, subscription_id, body.asked, by=PausedBy.CUSTOMER)
        return await quote_answer(work, made)

    return await door.once(effect, status=201)


@router.post("/{subscription_id}/change", response_model=OwnSubscriptionAnswer)
async def change(subscription_id: str, body: ConfirmBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        changed = await confirm_plan_change(work, subscription_id, body.quote, for_customer=True)
        return await with_actions(door, work, changed)

    return await door.once(effect)
