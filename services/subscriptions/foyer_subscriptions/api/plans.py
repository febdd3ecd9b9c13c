"""Changing plan, cycle and quantity, by the business's hand."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import SubscriptionAnswer
from foyer_subscriptions.api.plan_answers import PlansAnswer, QuoteAnswer
from foyer_subscriptions.api.plan_bodies import BusinessQuoteBody, ConfirmBody
from foyer_subscriptions.api.subscriptions import Reader, Writer
from foyer_subscriptions.domain.quote import PlanQuote
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.quote_plan_change import quote_plan_change
from foyer_subscriptions.use_cases.read_plans import read_plans

router = APIRouter(prefix="/v1/subscriptions", tags=["subscriptions"])


@router.get("/{subscription_id}/plans")
async def plans(subscription_id: str, door: Reader) -> PlansAnswer:
    async with door.reading() as work:
        return PlansAnswer.of(await read_plans(work, subscription_id, by=PausedBy.BUSINESS))


@router.post("/{subscription_id}/quotes", status_code=201, response_model=QuoteAnswer)
async def quote(subscription_id: str, body: BusinessQuoteBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> QuoteAnswer:
        made = await quote_plan_change(work, subscription_id, body.asked, by=body.requested_by)
        return await quote_answer(work, made)

    return await door.once(effect, status=201)


@router.post("/{subscription_id}/change", response_model=SubscriptionAnswer)
async def change(subscription_id: str, body: ConfirmBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        changed = await confirm_plan_change(work, subscription_id, body.quote, for_customer=False)
        return SubscriptionAnswer.of(changed)

    return await door.once(effect)


async def quote_answer(work: Work, made: PlanQuote) -> QuoteAnswer:
    """The quote with the tax class of each line's product."""
    products = await Products(work.session).get_many(
        Scope(made.business_id), [line.product_id for line in made.plan.lines]
    )
    return QuoteAnswer.of(made, products)
