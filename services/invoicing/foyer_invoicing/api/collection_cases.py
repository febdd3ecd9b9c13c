"""Collection cases: by the business's hand, and as their customers see them."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import Id
from foyer_invoicing.api.collection_forms import (
    CaseAnswer,
    CaseChangesBody,
    CaseDetailAnswer,
    HoldBody,
    OpenCaseBody,
    PaymentPlanAnswer,
    RequestPlanBody,
    WaiverBody,
)
from foyer_invoicing.api.places import case_key, place_of
from foyer_invoicing.domain.collection_case import CaseStatus
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.advance_case import advance_case
from foyer_invoicing.use_cases.hold_case import hold_case
from foyer_invoicing.use_cases.offer_plan import offer_plan
from foyer_invoicing.use_cases.open_collection_case import open_collection_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.release_case import release_case
from foyer_invoicing.use_cases.request_plan import request_plan
from foyer_invoicing.use_cases.settle_collection_case import settle_collection_case
from foyer_invoicing.use_cases.waive_costs import waive_costs

router = APIRouter(prefix="/v1/collection-cases", tags=["collection"])
customer_router = APIRouter(prefix="/customer/collection-cases", tags=["customer"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:read"))]
ActingCustomer = Annotated[Door, Depends(customer_door("invoicing:write"))]


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    status: CaseStatus | None = None,
    customer_id: Id | None = None,
    invoice_id: Id | None = None,
) -> Page[CaseAnswer]:
    async with door.reading() as work:
        found = await CollectionCases(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=place_of(paging),
            status=status,
            customer_id=customer_id,
            invoice_id=invoice_id,
        )
        files = await read_case_files(work, found)
    return paging.page(files, key=case_key, answer=CaseAnswer.of)


@router.get("/{case_id}")
async def read(case_id: str, door: Reader) -> CaseDetailAnswer:
    return await _read(door, case_id)


@router.post("", status_code=201, response_model=CaseDetailAnswer)
async def open_case(body: OpenCaseBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> CaseDetailAnswer:
        file = await open_collection_case(work, body.invoice_id, plan_offered=body.plan_offered)
        return CaseDetailAnswer.complete(file)

    return await door.once(effect, status=201)


@router.patch("/{case_id}", response_model=CaseDetailAnswer)
async def change(case_id: str, body: CaseChangesBody, door: Writer) -> JSONResponse:
    return await _do(door, lambda work: offer_plan(work, case_id, offered=body.plan_offered))


@router.post("/{case_id}/advance", response_model=CaseDetailAnswer)
async def advance(case_id: str, door: Writer) -> JSONResponse:
    """To its next stage, and after the final warning to others."""
    return await _do(door, lambda work: advance_case(work, case_id))


@router.post("/{case_id}/hold", response_model=CaseDetailAnswer)
async def hold(case_id: str, body: HoldBody, door: Writer) -> JSONResponse:
    return await _do(door, lambda work: hold_case(work, case_id, body.reason))


@router.post("/{case_id}/release", response_model=CaseDetailAnswer)
async def release(case_id: str, door: Writer) -> JSONResponse:
    return await _do(door, lambda work: release_case(work, case_id))


@router.post("/{case_id}/waive", response_model=CaseDetailAnswer)
async def waive(case_id: str, door: Writer, body: WaiverBody | None = None) -> JSONResponse:
    """What is open of its costs, or an amount of that."""
    amount = body.amount.money() if body and body.amount else None
    return await _do(door, lambda work: waive_costs(work, case_id, amount=amount))


@router.post("/{case_id}/settle", response_model=CaseDetailAnswer)
async def settle(case_id: str, door: Writer) -> JSONResponse:
    """The business is content with what was paid: the rest is given up."""
    return await _do(door, lambda work: settle_collection_case(work, case_id))


@customer_router.get("")
async def list_own(door: Customer, paging: Paging, status: CaseStatus | None = None) -> Page[CaseAnswer]:
    async with door.reading() as work:
        found = await CollectionCases(work.session).list_page(
            work.scope, limit=paging.one_more, after=place_of(paging), status=status
        )
        files = await read_case_files(work, found)
    return paging.page(files, key=case_key, answer=CaseAnswer.of)


@customer_router.get("/{case_id}")
async def read_own(case_id: str, door: Customer) -> CaseDetailAnswer:
    return await _read(door, case_id)


@customer_router.post("/{case_id}/payment-plan", status_code=201, response_model=PaymentPlanAnswer)
async def request(case_id: str, body: RequestPlanBody, door: ActingCustomer) -> JSONResponse:
    async def effect(work: Work) -> PaymentPlanAnswer:
        return PaymentPlanAnswer.of(await request_plan(work, case_id, instalments=body.instalments))

    return await door.once(effect, status=201)


async def _read(door: Door, case_id: str) -> CaseDetailAnswer:
    async with door.reading() as work:
        case = await CollectionCases(work.session).get(work.scope, case_id)
        (file,) = await read_case_files(work, [case])
    return CaseDetailAnswer.complete(file)


async def _do(door: Door, step: Callable[[Work], Awaitable[CaseFile]]) -> JSONResponse:
    async def effect(work: Work) -> CaseDetailAnswer:
        return CaseDetailAnswer.complete(await step(work))

    return await door.once(effect)
