"""Payment methods for businesses."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_payments.api.answers import PaymentMethodAnswer, UsedFor, method_answer
from foyer_payments.domain.expiry import Expiry
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.add_payment_method import add_payment_method
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.set_default_method import set_default_method

router = APIRouter(prefix="/v1/payment-methods")

Reader = Annotated[Door, Depends(business_door("payments:read"))]
Writer = Annotated[Door, Depends(business_door("payments:write"))]


class NewPaymentMethod(Body):
    """A card by what may be known of it."""

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "kind": "card",
            "brand": "visa",
            "last4": "4242",
            "exp_month": 12,
            "exp_year": 2029,
            "holder": "Ada Byron",
        }
    )

    customer_id: str
    kind: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    holder: str
    default: bool = False


@router.post("", status_code=201, response_model=PaymentMethodAnswer)
async def add(body: NewPaymentMethod, door: Writer) -> JSONResponse:
    """Add a method to a customer."""
    door.require_customer(body.customer_id)

    async def effect(work: Work) -> PaymentMethodAnswer:
        card = await add_payment_method(
            work,
            customer_id=body.customer_id,
            kind=body.kind,
            brand=body.brand,
            last4=body.last4,
            expires_on=Expiry(body.exp_year, body.exp_month),
            holder=body.holder,
            default=body.default,
        )
        return method_answer(card, None, work.now)

    return await door.once(effect, status=201)


@router.get("")
async def list_payment_methods(
    door: Reader, paging: Paging, customer_id: str | None = None
) -> Page[PaymentMethodAnswer]:
    """The business's, or one customer's, the newest first."""
    async with door.reading() as work:
        found = await PaymentMethods(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after, customer_id=customer_id
        )
        return paging.page(
            found, key=lambda each: each[0].id, answer=lambda each: method_answer(*each, work.now)
        )


@router.get("/{method_id}")
async def read_payment_method(method_id: str, door: Reader) -> PaymentMethodAnswer:
    """One of them."""
    async with door.reading() as work:
        found = await PaymentMethods(work.session).get_with_mandate(work.scope, method_id)
        return method_answer(*found, work.now)


@router.put("/{method_id}/default", response_model=PaymentMethodAnswer)
async def set_default(method_id: str, door: Writer, body: UsedFor | None = None) -> JSONResponse:
    """Use it from now on, unless another is named."""

    async def effect(work: Work) -> PaymentMethodAnswer:
        subscription_id = body.subscription_id if body else None
        return method_answer(*await set_default_method(work, method_id, subscription_id), work.now)

    return await door.once(effect)


@router.delete("/{method_id}", response_model=PaymentMethodAnswer)
async def remove(method_id: str, door: Writer) -> JSONResponse:
    """It is not used any more; the last one that a subscription needs stays."""

    async def effect(work: Work) -> PaymentMethodAnswer:
        return method_answer(*await remove_payment_method(work, method_id), work.now)

    return await door.once(effect)
