"""What customers have to their credit: by the business's hand, and as its customers see it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.pages import InvalidCursor, PageRequest, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.balance_forms import (
    AdjustmentBody,
    BalanceAnswer,
    BalanceChangeAnswer,
    StatementAnswer,
)
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.adjust_balance import adjust_balance

router = APIRouter(prefix="/v1/customers/{customer_id}/balance", tags=["customers"])
customer_router = APIRouter(prefix="/customer/balance", tags=["customer"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]
Customer = Annotated[Door, Depends(customer_door("invoicing:read"))]


@router.get("")
async def read(customer_id: str, door: Reader, paging: Paging) -> StatementAnswer:
    async with door.reading() as work:
        return await _statement(work, customer_id, paging)


@router.post("/adjustments", status_code=201, response_model=BalanceAnswer)
async def adjust(customer_id: str, body: AdjustmentBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> BalanceAnswer:
        await adjust_balance(
            work, customer_id, amount=body.amount.money(), kind=body.kind, reason=body.reason
        )
        left = await Balances(work.session).list_of(work.scope, customer_id)
        return BalanceAnswer(balances=[Amount.of(balance) for balance in left])

    return await door.once(effect, status=201)


@customer_router.get("")
async def read_own(door: Customer, paging: Paging) -> StatementAnswer:
    async with door.reading() as work:
        return await _statement(work, str(work.scope.customer_id), paging)


async def _statement(work: Work, customer_id: str, paging: PageRequest) -> StatementAnswer:
    await Customers(work.session).get(work.scope, customer_id)
    balances = Balances(work.session)
    found = await balances.statement(work.scope, customer_id, limit=paging.one_more, before=_before(paging))
    page = paging.page(found, key=lambda change: str(change.number), answer=BalanceChangeAnswer.of)
    return StatementAnswer(
        balances=[Amount.of(balance) for balance in await balances.list_of(work.scope, customer_id)],
        data=page.data,
        next_cursor=page.next_cursor,
    )


def _before(paging: PageRequest) -> int | None:
    if paging.after is None:
        return None
    if not paging.after.isdecimal():
        raise InvalidCursor("The cursor does not come from this list.", field="cursor")
    return int(paging.after)
