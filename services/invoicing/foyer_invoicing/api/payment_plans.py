"""Payment plans: answered by the business, and as their customers see them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import Id
from foyer_invoicing.api.collection_forms import DeclineBody, PaymentPlanAnswer
from foyer_invoicing.api.places import place_of, plan_key
from foyer_invoicing.domain.payment_plan import PlanStatus
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.approve_plan import approve_plan
from foyer_invoicing.use_cases.decline_plan import decline_plan

router = APIRouter(prefix="/v1/payment-plans", tags=["collection"])
customer_router = APIRouter(prefix="/customer/payment-plans", tags=["customer"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:read"))]


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    status: PlanStatus | None = None,
    customer_id: Id | None = None,
    case_id: Id | None = None,
) -> Page[PaymentPlanAnswer]:
    async with door.reading() as work:
        found = await PaymentPlans(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=place_of(paging),
            status=status,
            customer_id=customer_id,
            case_id=case_id,
        )
    return paging.page(found, key=plan_key, answer=PaymentPlanAnswer.of)


@router.get("/{plan_id}")
async def read(plan_id: str, door: Reader) -> PaymentPlanAnswer:
    async with door.reading() as work:
        return PaymentPlanAnswer.of(await PaymentPlans(work.session).get(work.scope, plan_id))


@router.post("/{plan_id}/approve", response_model=PaymentPlanAnswer)
async def approve(plan_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PaymentPlanAnswer:
        return PaymentPlanAnswer.of(await approve_plan(work, plan_id))

    return await door.once(effect)


@router.post("/{plan_id}/decline", response_model=PaymentPlanAnswer)
async def decline(plan_id: str, body: DeclineBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> PaymentPlanAnswer:
        return PaymentPlanAnswer.of(await decline_plan(work, plan_id, body.reason))

    return await door.once(effect)


@customer_router.get("")
async def list_own(door: Customer, paging: Paging) -> Page[PaymentPlanAnswer]:
    async with door.reading() as work:
        found = await PaymentPlans(work.session).list_page(
            work.scope, limit=paging.one_more, after=place_of(paging)
        )
    return paging.page(found, key=plan_key, answer=PaymentPlanAnswer.of)


@customer_router.get("/{plan_id}")
async def read_own(plan_id: str, door: Customer) -> PaymentPlanAnswer:
    async with door.reading() as work:
        return PaymentPlanAnswer.of(await PaymentPlans(work.session).get(work.scope, plan_id))
