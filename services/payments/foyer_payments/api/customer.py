"""What a customer sees of payments."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_payments.api.answers import (
    ExportAnswer,
    MandateAnswer,
    OverviewAnswer,
    OwnPaymentMethodAnswer,
    PaymentMethodAnswer,
    UsedFor,
    mandate_answer,
    method_answer,
    own_method_answer,
)
from foyer_payments.api.money_answers import payment_answer
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.use_cases.look_at_removal import look_at_removal
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.set_default_method import set_default_method

MOST_IN_OVERVIEW = 20
MOST_IN_EXPORT = 10_000
"""Far more than anybody has."""

router = APIRouter(prefix="/customer")

Reader = Annotated[Door, Depends(customer_door("payments:read"))]
Writer = Annotated[Door, Depends(customer_door("payments:write"))]


@router.get("/overview")
async def overview(door: Reader) -> OverviewAnswer:
    """The default method, then the newest."""
    async with door.reading() as work:
        found = await PaymentMethods(work.session).list_default_first(work.scope, limit=MOST_IN_OVERVIEW)
        return OverviewAnswer(
            methods=[method_answer(*each, work.now) for each in found],
            can_pay=await ProviderAccounts(work.session).any_enabled(work.scope),
        )


@router.get("/payment-methods")
async def payment_methods(door: Reader, paging: Paging) -> Page[PaymentMethodAnswer]:
    """The newest first."""
    async with door.reading() as work:
        found = await PaymentMethods(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after
        )
        return paging.page(
            found, key=lambda each: each[0].id, answer=lambda each: method_answer(*each, work.now)
        )


@router.get("/payment-methods/{method_id}")
async def payment_method(method_id: str, door: Reader) -> OwnPaymentMethodAnswer:
    """One of them, and what would happen if it were removed."""
    async with door.reading() as work:
        return own_method_answer(await look_at_removal(work, method_id), work.now)


@router.put("/payment-methods/{method_id}/default", response_model=PaymentMethodAnswer)
async def set_default(method_id: str, door: Writer, body: UsedFor | None = None) -> JSONResponse:
    """Use it from now on, unless another is named."""

    async def effect(work: Work) -> PaymentMethodAnswer:
        subscription_id = body.subscription_id if body else None
        return method_answer(*await set_default_method(work, method_id, subscription_id), work.now)

    return await door.once(effect)


@router.delete("/payment-methods/{method_id}", response_model=PaymentMethodAnswer)
async def remove(method_id: str, door: Writer) -> JSONResponse:
    """It is not used any more; the last one that a subscription needs stays."""

    async def effect(work: Work) -> PaymentMethodAnswer:
        return method_answer(*await remove_payment_method(work, method_id), work.now)

    return await door.once(effect)


@router.get("/export")
async def export(door: Reader) -> ExportAnswer:
    """All methods, also those that were removed, mandates and payments, the newest first."""
    async with door.reading() as work:
        methods = await PaymentMethods(work.session).list_page(
            work.scope, limit=MOST_IN_EXPORT, with_removed=True
        )
        mandates = await Mandates(work.session).list_page(work.scope, limit=MOST_IN_EXPORT)
        payments = await Payments(work.session).list_page(work.scope, limit=MOST_IN_EXPORT)
        return ExportAnswer(
            payment_methods=[method_answer(*each, work.now) for each in methods],
            mandates=[mandate_answer(each) for each in mandates],
            payments=[payment_answer(each) for each in payments],
        )


@router.get("/mandates")
async def mandates(door: Reader, paging: Paging) -> Page[MandateAnswer]:
    """The newest first."""
    async with door.reading() as work:
        found = await Mandates(work.session).list_page(work.scope, limit=paging.one_more, after=paging.after)
        return paging.page(found, key=lambda each: each.id, answer=mandate_answer)
